import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Plugin } from 'vite';

/** The content of every element of this name that a browser would run or apply. */
function contents(html: string, element: 'script' | 'style'): string[] {
  const found: string[] = [];
  const pattern = new RegExp(`<${element}([^>]*)>([\\s\\S]*?)</${element}>`, 'g');
  for (const [, attributes, content] of html.matchAll(pattern)) {
    if (!attributes?.includes('application/json')) found.push(content ?? '');
  }
  return found;
}

/** The policy that lets exactly this page's own script and style run, and nothing be loaded. */
export function policy(html: string): string {
  const hashes = (element: 'script' | 'style') =>
    contents(html, element)
      .map((text) => `'sha256-${createHash('sha256').update(text, 'utf8').digest('base64')}'`)
      .join(' ');
  return [
    "default-src 'none'",
    `script-src ${hashes('script')}`,
    `style-src ${hashes('style')}`,
    'font-src data:',
    'img-src data:',
    // Of its own server only: a page opened from a file has none, and asks nothing.
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
}

/** Writes the policy into the finished page: only then are its bytes known. */
export function contentSecurityPolicy(): Plugin {
  let file = '';
  return {
    name: 'recoupe-content-security-policy',
    apply: 'build',
    enforce: 'post',
    configResolved({ root, build }) {
      file = resolve(root, build.outDir, 'index.html');
    },
    closeBundle() {
      const html = readFileSync(file, 'utf8');
      const meta = `<meta http-equiv="Content-Security-Policy" content="${policy(html)}">`;
      const anchor = '<meta charset="utf-8" />';
      if (!html.includes(anchor)) throw new Error(`no ${anchor} to put the policy after`);
      writeFileSync(file, html.replace(anchor, () => `${anchor}\n    ${meta}`));
    },
  };
}
