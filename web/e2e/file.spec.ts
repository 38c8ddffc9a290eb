/** The single file, opened from the disk: each view by a reader's path. */
import { file } from './place';
import { expect, test } from './watch';

test.beforeEach(async ({ page }) => {
  await page.goto(file('example.html'));
});

test('the head says what is contested, and by whom', async ({ page }) => {
  await expect(page.locator('html')).toHaveAttribute('lang', 'fr');
  await expect(page.getByRole('heading', { level: 1 })).toContainText('Barrage de la Hulle');
  await expect(page.locator('.head .state-line')).toContainText('12 rapports');
  const contested = page.locator('.contested-box li');
  await expect(contested).toHaveCount(await page.locator('.key-figures tbody.contested').count());
  await expect(contested.first()).toContainText('Centre de coordination de l\'Orle');
});

test('a row opens in place: chart, relations, passages; a mark shows its sentence and leads to it', async ({ page }) => {
  const row = page.locator('.key-figures tbody').first();
  const toggle = row.getByRole('button').first();
  await expect(toggle).toHaveAttribute('aria-expanded', 'false');
  await toggle.click();
  await expect(toggle).toHaveAttribute('aria-expanded', 'true');
  const marks = row.locator('.chart a');
  expect(await marks.count()).toBeGreaterThan(5);
  // The last mark drawn: nothing stands over it.
  await marks.last().dispatchEvent('pointerenter');
  await expect(row.locator('.margin-note mark')).not.toBeEmpty();
  await expect(row.locator('.relations li b').first()).not.toBeEmpty();
  await expect(row.locator('.relations li .reason').first()).not.toBeEmpty();
  expect(await row.locator('table.figures tbody tr').count()).toBeGreaterThan(5);
  const value = await row.locator('table.figures tbody tr mark').first().textContent();
  await row.locator('table.figures tbody tr .source').first().click();
  await expect(page).toHaveURL(/#\/report\/\w+\?at=\d+-\d+$/);
  await expect(page.locator('[data-target]').first()).toBeInViewport();
  expect((await page.locator('[data-target]').allTextContents()).join('')).toBe(value);
});

test('a passage’s address opens it again, and back leads back', async ({ page }) => {
  await page.locator('.key-figures .latest a').first().click();
  const address = page.url();
  const words = (await page.locator('[data-target]').allTextContents()).join('');
  expect(words.length).toBeGreaterThan(0);
  await page.goBack();
  await expect(page.locator('.key-figures')).toBeVisible();
  await page.goto(address);
  await page.reload();
  expect((await page.locator('[data-target]').allTextContents()).join('')).toBe(words);
});

test('every section of the contents is there and is come to', async ({ page }) => {
  const links = page.locator('.contents a');
  const ids = await links.evaluateAll((all) => all.map((a) => (a.getAttribute('href') ?? '').slice(1)));
  expect(ids).toEqual(expect.arrayContaining(['figures', 'who', 'denials', 'timeline', 'relays', 'copies', 'gaps', 'reports', 'method']));
  for (const id of ids) {
    await page.locator(`.contents a[href="#${id}"]`).click();
    await expect(page.locator(`#${id} h2`)).toBeInViewport();
    await expect(page.locator(`#${id} h2`)).toBeFocused();
  }
});

test('who said what: denials stand under what they deny', async ({ page }) => {
  const denied = page.locator('#who .denied').first();
  await denied.scrollIntoViewIfNeeded();
  await expect(denied.locator('li').first()).toContainText(/dément|confirmé/);
});

test('the timeline has both rows, and its bars lead to the list', async ({ page }) => {
  const chart = page.locator('.timeline-chart');
  await chart.scrollIntoViewIfNeeded();
  await expect(chart.locator('text.lane')).toHaveText(['à propos de', 'dit']);
  await chart.locator('rect.event').last().click();
  await expect(page.locator('table.timeline a:focus')).toBeVisible();
});

test('an edge of the relays opens its passages', async ({ page }) => {
  const edge = page.locator('#relays .edge').first();
  await edge.scrollIntoViewIfNeeded();
  const told = await edge.getAttribute('aria-label');
  await edge.focus();
  await page.keyboard.press('Enter');
  await expect(page.locator('#relays .opened h3')).toHaveText(told ?? '');
  expect(await page.locator('#relays .opened tbody tr').count()).toBeGreaterThan(0);
  await page.keyboard.press('Enter');
  await expect(page.locator('#relays .opened h3')).toHaveCount(0);
});

test('copies stand side by side, the same words marked on both', async ({ page }) => {
  const row = page.locator('.copy-row').first();
  await row.scrollIntoViewIfNeeded();
  await expect(page.locator('.copy .share').first()).toContainText('%');
  const [left, right] = await row.locator('p').evaluateAll((sides) => sides.map((p) => [...p.querySelectorAll('mark')].map((m) => m.textContent?.replaceAll(/\s+/g, ' '))));
  expect(left).toEqual(right);
});

test('gaps are counted and open', async ({ page }) => {
  const kind = page.locator('#gaps .gap').first();
  await kind.scrollIntoViewIfNeeded();
  expect(Number(await kind.locator('.count').textContent())).toBeGreaterThan(0);
  await kind.getByRole('button').click();
  await expect(kind.locator('li').first()).toBeVisible();
});

test('a report: its text is the published one, marks in layers, the record beside', async ({ page }) => {
  await page.locator('#reports tbody a').nth(3).click();
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  for (const layer of ['figure', 'source', 'cue', 'content']) {
    expect(await page.locator(`.blocks .l-${layer}`).count(), layer).toBeGreaterThan(0);
  }
  await page.getByRole('checkbox', { name: /chiffre/ }).uncheck();
  await expect(page.locator('.blocks .l-figure')).toHaveCount(0);
  await page.getByRole('checkbox', { name: /chiffre/ }).check();
  await page.locator('.record .figure .link').first().click();
  await expect(page.locator('.blocks .current').first()).toBeInViewport();
  await expect(page).toHaveURL(/\?at=\d+-\d+$/);
  const figure = page.locator('.blocks .l-figure').nth(1);
  const words = await figure.textContent();
  await figure.click();
  expect((await page.locator('.blocks .current').allTextContents()).join('')).toContain(words ?? '');
  await expect(page.locator('.record [aria-current="true"]')).toHaveCount(1);
});

test('language and theme are chosen, and remembered by the page', async ({ page }) => {
  await page.getByRole('button', { name: 'English' }).click();
  await expect(page.locator('html')).toHaveAttribute('lang', 'en');
  await expect(page.getByRole('heading', { name: 'Key figures' })).toBeVisible();
  await page.getByRole('button', { name: 'dark' }).click();
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
  const dark = await page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  await page.getByRole('button', { name: 'light' }).click();
  expect(await page.evaluate(() => getComputedStyle(document.body).backgroundColor)).not.toBe(dark);
  await page.reload();
  await expect(page.locator('html')).toHaveAttribute('lang', 'en');
});

test('French is set as French', async ({ page }) => {
  const text = (await page.locator('body').innerText()).replaceAll(/[«“][^»”]*[»”]/g, '');
  const own = await page.locator('.rail .note, .about').allInnerTexts();
  expect(own.length).toBeGreaterThan(5);
  for (const words of own) expect(words).not.toMatch(/[^\u202f][;:!?»](\s|$)|«[^\u202f]/);
  expect(text).toContain('\u202f');
});

test('the export made in English is in English', async ({ page }) => {
  await page.goto(file('example-en.html'));
  await expect(page.locator('html')).toHaveAttribute('lang', 'en');
  await expect(page.getByRole('heading', { name: 'Who said what' })).toBeAttached();
});

test('without scripts it reads as a document', async ({ browser }) => {
  const context = await browser.newContext({ javaScriptEnabled: false });
  const page = await context.newPage();
  await page.goto(file('example.html'));
  await expect(page.locator('noscript pre')).toContainText('Barrage de la Hulle');
  await expect(page.locator('noscript pre')).toContainText('personnes tuées, Belgique');
  await context.close();
});

test('on paper nothing is folded, and every figure has its note', async ({ page }) => {
  await page.emulateMedia({ media: 'print' });
  await expect(page.locator('#footnotes')).toBeVisible();
  await expect(page.locator('.footnotes li')).toHaveCount(118);
  await expect(page.locator('.switches')).toBeHidden();
  await expect(page.locator('#gaps .gap li').first()).toBeVisible();
  const paper = await page.pdf({ format: 'A4' });
  expect(paper.subarray(0, 5).toString()).toBe('%PDF-');
  const pages = paper.toString('latin1').match(/\/Type\s*\/Page\b/g)?.length ?? 0;
  expect(pages).toBeGreaterThan(5);
  await page.emulateMedia({ media: 'screen' });
  await expect(page.locator('#footnotes')).toHaveCount(0);
});
