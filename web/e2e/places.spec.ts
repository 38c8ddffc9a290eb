/** The map of a story in one region, and the notices at the foot of the page. */
import AxeBuilder from '@axe-core/playwright';
import { at, file } from './place';
import { expect, fits, test } from './watch';

const CITIES = ['Genève', 'Grenoble', 'Lyon', 'Saint-Étienne', 'Valence', 'Villeurbanne'];

test.beforeEach(async ({ page }) => {
  await page.goto(file('region.html'));
  await page.locator('#places').scrollIntoViewIfNeeded();
  await expect(page.locator('#places .country').first()).toBeAttached();
});

test('the map has its places, the countries around, a scale, and says where it is', async ({ page }) => {
  await expect(page.locator('#places .place')).toHaveCount(CITIES.length);
  expect((await page.locator('#places .place-name').allTextContents()).sort()).toEqual(CITIES);
  await expect(page.locator('#places .country-name', { hasText: 'Italie' })).toBeAttached();
  await expect(page.locator('#places .scale-text')).toHaveText(/^\d+ km$/);
  await expect(page.locator('#places .locator-frame')).toBeAttached();
  await page.getByRole('button', { name: 'English' }).click();
  await expect(page.locator('#places .country-name', { hasText: 'Italy' })).toBeAttached();
});

test('a place opens its passages, from the map and by the keyboard', async ({ page }) => {
  const button = page.locator('#places').getByRole('button', { name: /^Grenoble/ });
  await button.focus();
  await page.keyboard.press('Enter');
  await expect(button).toHaveAttribute('aria-expanded', 'true');
  await expect(page.locator('#places h3')).toHaveText('Grenoble');
  await expect(page.locator('#places tbody tr')).toHaveCount(1);
  await page.locator('#places .place', { has: page.locator('title', { hasText: 'Valence' }) }).click();
  await expect(page.locator('#places h3')).toHaveText('Valence');
});

for (const colorScheme of ['light', 'dark'] as const) {
  test(`the map at every width, ${colorScheme}`, async ({ page }) => {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    for (const width of [390, 768, 1440, 2560]) {
      await page.setViewportSize({ width, height: 900 });
      await fits(page);
      await page.locator('#places').screenshot({ path: at(`screens/places-${width}-${colorScheme}.png`) });
    }
    const { violations } = await new AxeBuilder({ page }).include('#places').analyze();
    expect(violations.map((v) => v.id)).toEqual([]);
  });
}

test('the licences of what the page is made of are told at its foot', async ({ page }) => {
  const toggle = page.getByRole('button', { name: 'Licences des composants' });
  await toggle.click();
  await expect(toggle).toHaveAttribute('aria-expanded', 'true');
  const notices = page.locator('#notices section');
  expect(await notices.count()).toBeGreaterThan(10);
  for (const work of ['svelte', 'd3-geo', 'world-atlas', 'Source Serif 4', 'Natural Earth']) {
    await expect(notices.filter({ hasText: work }).first()).toContainText(/copyright|public domain/i);
  }
  const { violations } = await new AxeBuilder({ page }).include('.foot').analyze();
  expect(violations.map((v) => v.id)).toEqual([]);
});
