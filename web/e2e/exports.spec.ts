/** The dossier as files: the page's list is the program's, every format of a served ledger comes, and the single file gives its own. */
import { readFile } from 'node:fs/promises';
import AxeBuilder from '@axe-core/playwright';
import type { Download, Locator, Page } from '@playwright/test';
import { GROUPS } from '../src/lib/formats';
import { SERVER, at, file } from './place';
import { expect, test } from './watch';

const FORMATS = GROUPS.flatMap((group) => group.formats);

/** `docs/exports.md`; those of JSON-LD and text with their parameters. */
const MEDIA_TYPES: Record<string, string> = {
  html: 'text/html; charset=utf-8',
  json: 'application/json',
  jsonl: 'application/x-ndjson',
  md: 'text/markdown; charset=utf-8',
  csv: 'text/csv; charset=utf-8',
  parquet: 'application/vnd.apache.parquet',
  annotations: 'application/ld+json; profile="http://www.w3.org/ns/anno.jsonld"',
  provenance: 'application/ld+json',
  schemaorg: 'application/ld+json',
  stix: 'application/stix+json;version=2.1',
  ftm: 'application/x-ndjson',
  graphml: 'application/graphml+xml',
  timeline: 'application/json',
  ris: 'application/x-research-info-systems',
};

async function openStory(page: Page) {
  await page.goto(`${SERVER}/`);
  await page.locator('.stories li', { hasText: 'Barrage de la Hulle' }).getByRole('link').click();
  await page.locator('.key-figures').waitFor();
}

/** The file that a click brings. Under load Chromium's event of a download was seen to be lost, so that a second click is allowed. */
async function downloaded(page: Page, link: Locator): Promise<Download> {
  const click = async (timeout: number) => {
    const [coming] = await Promise.all([page.waitForEvent('download', { timeout }), link.click()]);
    return coming;
  };
  return await click(20_000).catch(() => click(40_000));
}

test('the page offers exactly the formats of the API', async ({ request }) => {
  const document = await (await request.get(`${SERVER}/openapi.json`)).json();
  const { parameters } = document.paths['/api/v1/stories/{id}/export/{format}'].get;
  const names = parameters.find((p: { name: string }) => p.name === 'format').schema.enum as string[];
  expect(names.length).toBeGreaterThan(10);
  expect(FORMATS.map((f) => f.name).sort()).toEqual([...names].sort());
  expect(Object.keys(MEDIA_TYPES).sort()).toEqual([...names].sort());
});

for (const [language, told] of [
  ['Français', 'Emporter le dossier'],
  ['English', 'Take the dossier away'],
] as const) {
  test(`${language}: every format is a file of its media type, in the reader’s language`, async ({ page, request }) => {
    await openStory(page);
    await page.getByRole('button', { name: language }).click();
    const toggle = page.getByRole('button', { name: told });
    await expect(toggle).toHaveAttribute('aria-expanded', 'false');
    await toggle.click();
    const list = page.locator('#formats');
    await expect(list.getByRole('link')).toHaveCount(FORMATS.length);
    for (const format of FORMATS) {
      const link = list.getByRole('link', { name: format.title, exact: true });
      const download = await downloaded(page, link);
      expect(download.suggestedFilename()).toMatch(new RegExp(`^\\w+\\.${format.ending.replaceAll('.', '\\.')}$`));
      const bytes = await readFile(await download.path());
      expect(bytes.length, format.name).toBeGreaterThan(100);
      const href = await link.getAttribute('href');
      expect(href).toContain(language === 'English' ? 'lang=en' : 'lang=fr');
      const answer = await request.get(`${SERVER}${href}`);
      expect(answer.headers()['content-type'], format.name).toBe(MEDIA_TYPES[format.name]);
      expect(answer.headers()['content-disposition']).toContain('attachment');
      expect(bytes.equals(await answer.body()), `${format.name}: the file is what the server gives`).toBe(true);
    }
  });
}

test('by the keyboard: opened, walked through, closed by Escape', async ({ page }) => {
  await openStory(page);
  const toggle = page.getByRole('button', { name: 'Emporter le dossier' });
  await toggle.focus();
  await page.keyboard.press('Enter');
  await expect(page.locator('#formats')).toBeVisible();
  await page.keyboard.press('Tab');
  await expect(page.getByRole('link', { name: 'HTML', exact: true })).toBeFocused();
  await page.keyboard.press('Tab');
  const coming = page.waitForEvent('download');
  await page.keyboard.press('Enter');
  expect((await coming).suggestedFilename()).toMatch(/\.md$/);
  await page.keyboard.press('Escape');
  await expect(page.locator('#formats')).toBeHidden();
  await expect(toggle).toBeFocused();
});

test('the single file gives its data, prints, and says how the rest is had', async ({ page }) => {
  await page.goto(file('example.html'));
  await page.getByRole('button', { name: 'Emporter le dossier' }).click();
  const list = page.locator('#formats');
  await expect(list).toContainText('recoupe dossier RAPPORTS… -o dossier.FIN');
  for (const { title, ending, name } of FORMATS) {
    await expect(list.getByRole('listitem').filter({ hasText: title }).first()).toBeVisible();
    if (name !== 'json' && name !== 'html') await expect(list.getByText(`.${ending}`, { exact: true })).toBeVisible();
  }
  const coming = page.waitForEvent('download');
  await list.getByRole('button', { name: 'JSON', exact: true }).click();
  const download = await coming;
  expect(download.suggestedFilename()).toMatch(/\.json$/);
  const given = JSON.parse(await readFile(await download.path(), 'utf8'));
  expect(given).toEqual(JSON.parse(await readFile(at('example.json'), 'utf8')));
  await page.evaluate(() => {
    window.print = () => document.documentElement.setAttribute('data-printed', 'yes');
  });
  await list.getByRole('button', { name: 'Imprimer' }).click();
  await expect(page.locator('html')).toHaveAttribute('data-printed', 'yes');
});

for (const colorScheme of ['light', 'dark'] as const) {
  test(`axe finds nothing in the open list, ${colorScheme}`, async ({ page }) => {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    for (const [name, open] of [
      ['served', () => openStory(page)],
      ['file', () => page.goto(file('example.html'))],
    ] as const) {
      await open();
      await page.getByRole('button', { name: 'Emporter le dossier' }).click();
      for (const width of [390, 1440]) {
        await page.setViewportSize({ width, height: 900 });
        await page.locator('.head').screenshot({ path: at(`screens/exports-${name}-${width}-${colorScheme}.png`) });
      }
      const { violations } = await new AxeBuilder({ page }).include('.head').analyze();
      expect(violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.html).join(' | ')}`)).toEqual([]);
    }
  });
}
