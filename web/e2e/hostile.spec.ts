/** Reports whose words mean harm are words. */
import { HARM } from './made-up';
import { SERVER, file } from './place';
import { expect, test } from './watch';

const REPORTS = 3;

test('the page and every report of it stay inert', async ({ page }) => {
  await page.goto(file('hostile.html'));
  await expect(page.locator('.key-figures')).toBeVisible();
  await expect(page.locator('#reports tbody tr')).toHaveCount(REPORTS);
  // The page's own three: its script, its data, the notices of what it is made of.
  expect(await page.locator('script').count()).toBe(3);
  expect(await page.locator('script[type="application/json"]').evaluateAll((all) => all.map((e) => e.id).sort())).toEqual(['recoupe-dossier', 'recoupe-notices']);
  for (let i = 0; i < REPORTS; i++) {
    await page.locator('#reports tbody a').nth(i).click();
    await expect(page.locator('.blocks')).toBeVisible();
    expect(await page.locator('.blocks img, .blocks script, .blocks svg:not(.mark), #app a[href^="javascript"]').count()).toBe(0);
    await page.goBack();
    await expect(page.locator('#reports')).toBeAttached();
  }
  expect(await page.evaluate((harm) => harm in window, HARM)).toBe(false);
});

test('tags are shown as they were published', async ({ page }) => {
  await page.goto(file('hostile.html'));
  await page.locator('#reports tbody a', { hasText: 'script' }).first().click();
  await expect(page.locator('.blocks')).toContainText('<img src=x onerror=');
  await expect(page.locator('.blocks')).toContainText('"story":{"title":"faux"}');
});

test('direction marks inside a quotation do not reach the words around', async ({ page }) => {
  await page.goto(file('hostile.html'));
  const loose = await page.evaluate(() => {
    const walker = document.createTreeWalker(document.getElementById('app') as Node, NodeFilter.SHOW_TEXT);
    const found: string[] = [];
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      if (!/[\u202a-\u202e\u2066-\u2069]/.test(node.textContent ?? '')) continue;
      const isolated = (e: Element | null): boolean => e !== null && (/isolate/.test(getComputedStyle(e).unicodeBidi) || (e.id !== 'app' && isolated(e.parentElement)));
      if (!isolated(node.parentElement)) found.push(node.textContent?.slice(0, 80) ?? '');
    }
    return found;
  });
  expect(loose).toEqual([]);
});

test('a line of a megabyte is read and stays in its column', async ({ page }) => {
  await page.goto(file('hostile.html'));
  await page.locator('#reports tbody tr', { hasText: 'Crue à Verlay' }).locator('a').click();
  await expect(page.locator('.blocks')).toContainText('aaaaaaaa');
  expect(await page.evaluate(() => document.documentElement.scrollWidth <= document.documentElement.clientWidth)).toBe(true);
  await page.keyboard.press('n');
  await expect(page.locator('.blocks .current').first()).toBeVisible();
});

test('the server shows the same reports as inert', async ({ page }) => {
  await page.goto(`${SERVER}/search?q=morts`);
  await expect(page.locator('.found li').first()).toBeVisible();
  expect(await page.locator('.found script, .found img').count()).toBe(0);
  expect(await page.evaluate((harm) => harm in window, HARM)).toBe(false);
});
