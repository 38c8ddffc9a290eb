/** A dossier of 2,000 figures stays fluid. The numbers are printed; `docs/page.md` keeps those of a machine at rest. */
import { file } from './place';
import { expect, test } from './watch';

/** Milliseconds: what the issue asks for on an idle machine. A machine shared with a build is given `RECOUPE_E2E_SLACK` times as much. */
const SLACK = Number(process.env['RECOUPE_E2E_SLACK'] ?? 1);
const FIRST = 1000 * SLACK;
const INTERACTION = 100 * SLACK;

test('first render and interactions', async ({ page }) => {
  await page.goto(file('many.html'), { waitUntil: 'commit' });
  await page.locator('.key-figures').waitFor();
  await page.locator('#method').waitFor({ state: 'attached' });
  const render = await page.evaluate(() => {
    const [navigation] = performance.getEntriesByType('navigation') as PerformanceNavigationTiming[];
    const paint = performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? Number.NaN;
    return { parsed: navigation?.domInteractive ?? Number.NaN, paint };
  });
  /** From the event to the frame that shows its effect. */
  const time = (selector: string, act: 'click' | 'type') =>
    page.evaluate(
      async ([selector, act]) => {
        const element = document.querySelector<HTMLElement>(selector as string) as HTMLElement;
        element.scrollIntoView();
        await new Promise((frame) => requestAnimationFrame(() => setTimeout(frame, 50)));
        const start = performance.now();
        if (act === 'click') element.dispatchEvent(new MouseEvent('click', { bubbles: true, cancelable: true }));
        else {
          (element as HTMLInputElement).value = 'tuées';
          element.dispatchEvent(new Event('input', { bubbles: true }));
        }
        await new Promise((frame) => requestAnimationFrame(() => setTimeout(frame)));
        return Math.round(performance.now() - start);
      },
      [selector, act],
    );
  const interactions = {
    'open a row': await time('.key-figures .row-toggle', 'click'),
    'close it': await time('.key-figures .row-toggle', 'click'),
    filter: await time('#figures-filter', 'type'),
    'open a relay': await time('#relays .edge', 'click'),
    'open gaps': await time('#gaps .row-toggle', 'click'),
    theme: await time('.switches div:nth-of-type(2) button:last-child', 'click'),
  };
  console.log(JSON.stringify({ figures: 2000, ...render, interactions }));
  expect(render.paint).toBeLessThan(FIRST);
  for (const [name, took] of Object.entries(interactions)) expect(took, name).toBeLessThan(INTERACTION);
});
