/** The same paths with the keyboard alone. */
import type { Page } from '@playwright/test';
import { file } from './place';
import { expect, test } from './watch';

/** Tabs until the focus is on what is looked for. */
async function tabTo(page: Page, selector: string, most = 60): Promise<void> {
  for (let i = 0; i < most; i++) {
    await page.keyboard.press('Tab');
    if (await page.evaluate((s) => document.activeElement?.matches(s) ?? false, selector)) return;
  }
  throw new Error(`${selector} is not reached in ${most} steps`);
}

test('from the head to a figure’s passage and on through the report', async ({ page }) => {
  await page.goto(file('example.html'));
  await tabTo(page, '.key-figures .row-toggle');
  await page.keyboard.press('Enter');
  await tabTo(page, '.chart a');
  const name = () => page.evaluate(() => document.activeElement?.getAttribute('aria-label') ?? '');
  const first = await name();
  expect(first).toMatch(/, .*, /);
  await page.keyboard.press('ArrowDown');
  const below = await name();
  expect(below).not.toBe(first);
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('ArrowRight');
  expect(await name()).not.toBe(below);
  await expect(page.locator('.margin-note mark')).toBeVisible();
  // The chart is one stop: the next one is outside it.
  await page.keyboard.press('Tab');
  expect(await page.evaluate(() => document.activeElement?.closest('.chart') === null)).toBe(true);
  await page.keyboard.press('Shift+Tab');
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/#\/report\//);

  await page.keyboard.press('n');
  const said = page.locator('article.report [role="status"]');
  await expect(said).not.toBeEmpty();
  const one = await said.textContent();
  await page.keyboard.press('n');
  await expect(said).not.toHaveText(one ?? '');
  await page.keyboard.press('p');
  await expect(said).toHaveText(one ?? '');
  await expect(page.locator('.blocks .current').first()).toBeInViewport();
  await page.keyboard.press('Escape');
  await expect(page.locator('.blocks .current')).toHaveCount(0);
});

test('the focus is always seen', async ({ page }) => {
  await page.goto(file('example.html'));
  for (let i = 0; i < 40; i++) {
    await page.keyboard.press('Tab');
    const seen = await page.evaluate(() => {
      const style = getComputedStyle(document.activeElement as Element);
      return style.outlineStyle !== 'none' || document.activeElement?.closest('.chart, .flow') !== null;
    });
    expect(seen, `stop ${i}`).toBe(true);
  }
});
