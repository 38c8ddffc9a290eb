/** The views of a server, over `recoupe serve` on a ledger of the example reports. */
import { SERVER } from './place';
import { expect, test } from './watch';

test('from the list of stories to a dossier, a report, and back', async ({ page }) => {
  await page.goto(`${SERVER}/`);
  const story = page.locator('.stories li', { hasText: 'Barrage de la Hulle' });
  await expect(story).toContainText('rapports');
  await expect(story).toContainText('contestée');
  await story.getByRole('link').click();
  await expect(page).toHaveURL(/\/story\/\w+$/);
  await expect(page.locator('.key-figures tbody.contested').first()).toBeVisible();
  await page.locator('.key-figures .latest a').first().click();
  await expect(page).toHaveURL(/\/report\/[\w.]+\?at=\d+-\d+$/);
  await expect(page.locator('[data-target]').first()).toBeInViewport();
  await page.reload();
  await expect(page.locator('[data-target]').first()).toBeInViewport();
  await page.goBack();
  await expect(page.locator('.key-figures')).toBeVisible();
  await page.goBack();
  await expect(page.locator('.stories')).toBeVisible();
});

test('a story is found by its words', async ({ page }) => {
  await page.goto(`${SERVER}/`);
  await page.getByLabel('Chercher une histoire').fill('barrage');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('status')).toContainText('histoire');
  await expect(page.locator('.stories li')).not.toHaveCount(0);
  await page.getByLabel('Chercher une histoire').fill('xyzzyabsent');
  await page.keyboard.press('Enter');
  await expect(page.locator('.stories')).toContainText('Aucune histoire');
});

test('a search with filters, its address, its passage', async ({ page }) => {
  await page.goto(`${SERVER}/search`);
  await page.getByLabel('Mots').fill('morts');
  await page.getByText('Filtres').click();
  await page.getByLabel('Genre').selectOption('figure');
  await page.getByLabel('Au moins', { exact: true }).fill('20');
  await page.getByRole('button', { name: 'Chercher' }).click();
  await expect(page).toHaveURL(/\/search\?q=morts&kind=figure&at_least=20$/);
  const first = page.locator('.found li').first();
  await expect(first.locator('mark').first()).not.toBeEmpty();
  await page.reload();
  await expect(page.getByLabel('Mots')).toHaveValue('morts');
  await first.locator('.source').first().click();
  await expect(page.locator('[data-target]').first()).toBeInViewport();
});

test('a question that the server refuses is told, not hidden', async ({ page, watched }) => {
  await page.goto(`${SERVER}/search?country=Belgique`);
  await expect(page.getByRole('alert')).toContainText('country');
  await page.goto(`${SERVER}/story/no-such-story`);
  await expect(page.getByRole('alert')).toContainText('Introuvable');
  // The browser logs both refusals; nothing else.
  expect(watched.errors.splice(0).filter((e) => !/status of 4\d\d/.test(e))).toEqual([]);
});

test('review with the keyboard: a decision needs a reason, is kept, and the next comes up', async ({ page }) => {
  await page.goto(`${SERVER}/review`);
  const items = page.locator('.review > li');
  await expect(items.first()).toBeVisible();
  const before = await items.first().locator('h2').getAttribute('id');
  await items.first().getByRole('button', { name: 'Rejeter' }).focus();
  await page.keyboard.press('Enter');
  const reason = items.first().getByLabel('Raison');
  await expect(reason).toBeFocused();
  await expect(items.first().getByRole('button', { name: 'Garder' })).toBeDisabled();
  await page.keyboard.type('Ce n’est pas un chiffre.');
  const kept = page.waitForResponse((r) => r.url().endsWith('/api/v1/decisions') && r.status() === 201);
  await page.keyboard.press('Enter');
  await kept;
  await expect(page.getByRole('status')).toContainText('Décision gardée');
  await expect(items.first().locator('h2')).not.toHaveAttribute('id', before ?? '');
  await expect(items.first().locator('h2')).toBeFocused();
  await page.reload();
  await expect(items.first()).toBeVisible();
  await expect(page.locator(`[id="${before}"]`)).toHaveCount(0);
});

test('a fix sends what was changed and no more', async ({ page }) => {
  await page.goto(`${SERVER}/review`);
  const item = page.locator('.review > li').first();
  await item.getByRole('button', { name: 'Corriger' }).click();
  await item.getByLabel('Qui le dit').fill('la préfecture');
  await item.getByLabel('Raison').fill('La phrase d’avant la nomme.');
  const sent = page.waitForRequest((r) => r.url().endsWith('/api/v1/decisions'));
  await item.getByRole('button', { name: 'Garder' }).click();
  expect((await sent).postDataJSON()).toMatchObject({ action: 'fix', set: { speaker: 'la préfecture' } });
  expect(Object.keys((await sent).postDataJSON().set)).toEqual(['speaker']);
  await expect(page.getByRole('status')).toContainText('Décision gardée');
});
