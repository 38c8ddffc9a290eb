/**
 * Addresses of the page. On a server they are paths (`/story/ID`); in a page opened from a file, where there are no paths to
 * have, the same address stands behind `#` (`#/report/ID?at=12-40`).
 */
export type Route =
  | { view: 'stories' }
  | { view: 'search'; query: string }
  | { view: 'review' }
  /** `at`: the section or quantity to stand at. */
  | { view: 'dossier'; story: string; at: string | null }
  /** `at`: the byte range of the passage to stand at. */
  | { view: 'report'; report: string; at: [number, number] | null };

/** The one story of an exported dossier: its address needs no id. */
export const THIS = '';

export function address(route: Route): string {
  switch (route.view) {
    case 'stories':
      return '/';
    case 'review':
      return '/review';
    case 'search':
      return route.query ? `/search?${route.query}` : '/search';
    case 'dossier': {
      const path = route.story === THIS ? '/' : `/story/${encodeURIComponent(route.story)}`;
      return route.at ? `${path}?at=${encodeURIComponent(route.at)}` : path;
    }
    case 'report': {
      const path = `/report/${encodeURIComponent(route.report)}`;
      return route.at ? `${path}?at=${route.at.join('-')}` : path;
    }
  }
}

/** The route of an address; `embedded` where the page holds one dossier and nothing else. */
export function route(address: string, embedded: boolean): Route {
  const [path = '', query = ''] = address.split('?', 2);
  const [kind = '', id = ''] = path.split('/').filter(Boolean).map(decode);
  const at = new URLSearchParams(query).get('at');
  if (kind === 'report' && id) return { view: 'report', report: id, at: range(at) };
  if (embedded) return { view: 'dossier', story: THIS, at };
  if (kind === 'story' && id) return { view: 'dossier', story: id, at };
  if (kind === 'review') return { view: 'review' };
  if (kind === 'search') return { view: 'search', query };
  return { view: 'stories' };
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

function range(at: string | null): [number, number] | null {
  const [, start, end] = /^(\d+)-(\d+)$/.exec(at ?? '') ?? [];
  return start && end ? [Number(start), Number(end)] : null;
}
