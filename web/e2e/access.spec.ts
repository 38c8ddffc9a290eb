/** Accessibility by axe (WCAG 2.2 A and AA, best practices) in every view, both themes; nothing overflows at any width. */
import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { FOLDER, SERVER, file } from './place';
import { expect, fits, test } from './watch';

const VIEWS: [name: string, open: (page: Page) => Promise<void>][] = [
  [
    'dossier',
    async (page) => {
      await page.goto(file('example.html'));
      await page.locator('#method').waitFor();
      await page.locator('.key-figures .row-toggle').first().click();
      for (const gap of await page.locator('#gaps .row-toggle').all()) await gap.click();
    },
  ],
  [
    'report',
    async (page) => {
      await page.goto(file('example.html'));
      await page.locator('#reports tbody a').nth(3).click();
      await page.locator('.blocks').waitFor();
      await page.keyboard.press('n');
    },
  ],
  [
    'stories',
    async (page) => {
      await page.goto(`${SERVER}/`);
      await page.locator('.stories h2').first().waitFor();
    },
  ],
  [
    'search',
    async (page) => {
      await page.goto(`${SERVER}/search?q=morts&kind=figure`);
      await page.locator('.found li').first().waitFor();
    },
  ],
  [
    'review',
    async (page) => {
      await page.goto(`${SERVER}/review`);
      await page.locator('.review h2').first().waitFor();
      await page.getByRole('button', { name: /Corriger|Fix/ }).first().click();
    },
  ],
];

for (const [name, open] of VIEWS) {
  for (const colorScheme of ['light', 'dark'] as const) {
    test(`${name}, ${colorScheme}: axe finds nothing`, async ({ page }) => {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      await open(page);
      // What is laid out only when it is come to would not be looked at.
      await page.evaluate(() => {
        const sheet = new CSSStyleSheet();
        sheet.replaceSync('main > section { content-visibility: visible !important }');
        document.adoptedStyleSheets = [sheet];
      });
      const { violations } = await new AxeBuilder({ page }).analyze();
      expect(violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.html.slice(0, 160)).slice(0, 3).join(' | ')}`)).toEqual([]);
    });
  }

  for (const [width, colorScheme, language] of [
    [390, 'light', 'Français'],
    [768, 'dark', 'English'],
    [1440, 'light', 'Français'],
    [1440, 'dark', 'English'],
    [2560, 'light', 'English'],
  ] as const) {
    test(`${name} at ${width} px, ${colorScheme}, ${language}: nothing stands out`, async ({ page }) => {
      await page.setViewportSize({ width, height: 900 });
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      await open(page);
      await page.getByRole('button', { name: language }).click();
      await fits(page);
      // To be looked at: `target/e2e/screens`.
      await page.screenshot({ path: `${FOLDER}/screens/${name}-${width}-${colorScheme}-${language.slice(0, 2).toLowerCase()}.png` });
    });
  }
}
