/**
 * The notices of other people's work in the page. Their licences (MIT, ISC, BSD, OFL) ask that copyright and permission travel
 * with every copy: the build puts them into the page as data, and stops where one is missing or not permissive.
 */
import { readFileSync } from 'node:fs';
import type { Plugin } from 'vite';

/** What Vite's `build.license` writes of each bundled package. */
export interface Bundled {
  name: string;
  version?: string;
  /** SPDX. */
  identifier?: string;
  /** The licence file of the package. */
  text?: string;
}

/** As `src/lib/notices.ts` reads it. */
export interface Notice {
  works: string[];
  licence: string;
  text: string;
}

const ALLOWED = new Set(['0BSD', 'Apache-2.0', 'BSD-2-Clause', 'BSD-3-Clause', 'ISC', 'MIT', 'OFL-1.1', 'Unlicense', 'CC0-1.0', 'public domain']);

/** Where Vite writes its list, for [`bundledNotices`] to take it out again. */
export const LIST = 'licences.json';

const PLACE = '<script type="application/json" id="recoupe-notices">[]</script>';

/** A package whose data are in the page by another way than the bundle: `build/outlines.ts` packs them. */
function packed(name: string): Bundled {
  const folder = new URL(`../node_modules/${name}/`, import.meta.url);
  const { version, license } = JSON.parse(readFileSync(new URL('package.json', folder), 'utf8')) as { version: string; license: string };
  return { name, version, identifier: license, text: readFileSync(new URL('LICENSE', folder), 'utf8') };
}

/** Fonts and outlines: they are no packages of the bundle, their notices are asked for all the same. */
function others(): Bundled[] {
  const font = (name: string) => readFileSync(new URL(`../../crates/dossier/src/html/fonts/OFL-${name}.txt`, import.meta.url), 'utf8');
  return [
    { name: 'Source Sans 3', identifier: 'OFL-1.1', text: font('source-sans-3') },
    { name: 'Source Serif 4', identifier: 'OFL-1.1', text: font('source-serif-4') },
    packed('world-atlas'),
    packed('i18n-iso-countries'),
    {
      name: 'Natural Earth',
      identifier: 'public domain',
      text: 'Made with Natural Earth (naturalearthdata.com): country outlines in the public domain, packed by world-atlas.',
    },
  ];
}

/**
 * The notices of these works; works with the same words share one.
 *
 * @throws Where a work has no notice, or a licence that is not in the list.
 */
export function notices(works: Bundled[]): Notice[] {
  const found = new Map<string, Notice>();
  for (const { name, version, identifier, text } of works) {
    const work = version ? `${name} ${version}` : name;
    const licence = allowed(identifier);
    if (!licence) throw new Error(`${work}: the licence ${identifier ?? '(none told)'} is not one that the page may carry`);
    const words = text?.replaceAll('\r\n', '\n').trim() ?? '';
    if (words.length < 60) throw new Error(`${work}: no notice of its licence is to be had`);
    const key = `${licence} ${words}`;
    const known = found.get(key);
    if (known) known.works.push(work);
    else found.set(key, { works: [work], licence, text: words });
  }
  return [...found.values()];
}

/** The licence to take: itself, or the first allowed one that an "OR" leaves open. */
function allowed(identifier: string | undefined): string | undefined {
  return identifier
    ?.replace(/^\((.*)\)$/, '$1')
    .split(' OR ')
    .find((one) => ALLOWED.has(one));
}

/** Puts the notices of what was bundled into the page. Stands after the plugin that makes one file of it. */
export function bundledNotices(): Plugin {
  return {
    name: 'recoupe-notices',
    apply: 'build',
    enforce: 'post',
    generateBundle: {
      order: 'post',
      handler(_, bundle) {
        const [list, page] = [bundle[LIST], bundle['index.html']];
        if (list?.type !== 'asset' || page?.type !== 'asset') throw new Error('no list of the bundled packages, or no page to put it into');
        const packages = JSON.parse(String(list.source)) as Bundled[];
        if (packages.length === 0) throw new Error('the list of the bundled packages is empty');
        const html = String(page.source);
        if (!html.includes(PLACE)) throw new Error(`no ${PLACE} in the page`);
        const data = JSON.stringify(notices([...packages, ...others()])).replaceAll('<', '\\u003c');
        page.source = html.replace(PLACE, () => PLACE.replace('[]', () => data));
        delete bundle[LIST];
      },
    },
  };
}
