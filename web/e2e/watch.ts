/** A page that is watched: what it asks for, and what goes wrong in it. */
import { type Page, test as base, expect } from '@playwright/test';

interface Watched {
  /** Requests to anywhere but the page's own address and data in it. */
  outside: string[];
  /** Errors and refusals (of the content security policy too). */
  errors: string[];
}

export const test = base.extend<{ watched: Watched }>({
  watched: [
    async ({ page }, use) => {
      const watched: Watched = { outside: [], errors: [] };
      page.on('request', (request) => {
        const { protocol, hostname } = new URL(request.url());
        const own = protocol === 'file:' || protocol === 'data:' || protocol === 'blob:' || hostname === '127.0.0.1';
        if (!own) watched.outside.push(request.url());
      });
      page.on('pageerror', (error) => watched.errors.push(String(error)));
      page.on('console', (message) => {
        if (message.type() === 'error' || message.type() === 'warning') watched.errors.push(message.text());
      });
      await use(watched);
      expect(watched.outside, 'requests to elsewhere').toEqual([]);
      expect(watched.errors, 'errors in the page').toEqual([]);
    },
    { auto: true },
  ],
});

export { expect };

/** Nothing stands out of the page sideways. */
export async function fits(page: Page): Promise<void> {
  const [content, window] = await page.evaluate(() => [document.documentElement.scrollWidth, document.documentElement.clientWidth]);
  expect(content, 'the page is no wider than its window').toBeLessThanOrEqual(window as number);
}
