/** Where the data comes from: the page itself, where a dossier was put into it, else its own server. */
import type { Dossier, Figure, Report, Statement } from '../wire';
import type { Locale } from './locale';

function read(): Dossier | null {
  return JSON.parse(document.getElementById('recoupe-dossier')?.textContent || 'null') as Dossier | null;
}

/** The dossier in the page; `null` on a server. */
export const embedded: Dossier | null = read();

/** What the server said was wrong, in the shape of RFC 9457. */
export class Problem extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    title: string,
    readonly detail: string,
  ) {
    super(title);
  }
}

export interface List<T> {
  items: T[];
  next: string | null;
}

export interface StoryItem {
  id: string;
  title: string;
  from: string | null;
  to: string | null;
  counts: {
    reports: number;
    outlets: number;
    origins: number;
    unknown_origins: number;
    figures: number;
    contested: number;
  };
  changed_at: string | null;
  last_change: { fr: string; en: string } | null;
}

export interface Version {
  version: string;
  number: number;
  published: string | null;
  modified: string | null;
  added_at: string;
  stands: boolean;
  state: string | null;
  cause: string | null;
}

/** One report with what was read in it. */
export interface ReportData {
  report: Report;
  statements: Statement[];
  figures: Figure[];
  versions: Version[];
  differences: Difference[];
  story: string | null;
}

/** What a version says otherwise than the one before; figures by their ids. */
export interface Difference {
  from: string;
  to: string;
  kept: [string, string][];
  changed: [string, string][];
  added: string[];
  withdrawn: string[];
}

export interface Found {
  claim: string;
  kind: 'figure' | 'statement';
  report: string;
  outlet: string | null;
  title: string | null;
  story: string | null;
  passage: { text: string; start: number; end: number };
  /** Bytes within the passage's text. */
  highlights: [number, number][];
  speaker: string | null;
  value: { lo: number | null; hi: number | null } | null;
  unit: string | null;
  role: string | null;
  certainty: string;
  said_on: { from: string | null; to: string | null } | null;
  /** Why it no longer stands, if so. */
  state: string | null;
}

export interface ReviewItem {
  figure: Figure;
  report: { id: string; title: string | null; outlet: string | null; path: string; url?: string | null };
  story: string | null;
  passage: { text: string; start: number; end: number };
  why: string[];
  confidence: number;
  consequence: string;
  decision: { action: string; why: string } | null;
}

export interface Session {
  version: string;
  rules: string;
  ledger: string;
  role: 'read' | 'review';
  csrf: string;
  review: boolean;
}

export interface Decision {
  figure: string;
  action: 'accept' | 'fix' | 'reject';
  why: string;
  set?: Record<string, string>;
}

async function ask<T>(path: string, options: RequestInit = {}): Promise<T> {
  let answer: Response;
  try {
    answer = await fetch(`/api/v1${path}`, { credentials: 'same-origin', ...options });
  } catch {
    throw new Problem(0, 'unreachable', 'unreachable', '');
  }
  if (!answer.ok) {
    const told = (await answer.json().catch(() => ({}))) as Partial<Record<'code' | 'title' | 'detail', string>>;
    throw new Problem(answer.status, told.code ?? String(answer.status), told.title ?? answer.statusText, told.detail ?? '');
  }
  return (await answer.json()) as T;
}

function query(parameters: Record<string, string | null | undefined>): string {
  const set = Object.entries(parameters).filter((p): p is [string, string] => Boolean(p[1]));
  return set.length > 0 ? `?${new URLSearchParams(set)}` : '';
}

export const api = {
  stories: (q: string, cursor: string | null) => ask<List<StoryItem>>(`/stories${query({ q, cursor })}`),
  story: (id: string) => ask<Dossier>(`/stories/${encodeURIComponent(id)}`),
  report: (id: string) => ask<ReportData>(`/reports/${encodeURIComponent(id)}`),
  search: (parameters: Record<string, string>, cursor: string | null) =>
    ask<List<Found>>(`/search${query({ ...parameters, cursor })}`),
  review: (cursor: string | null) => ask<List<ReviewItem>>(`/review${query({ cursor })}`),
  session: () => ask<Session>('/session'),
  decide: (decision: Decision, csrf: string) =>
    ask<unknown>('/decisions', {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-csrf-token': csrf },
      body: JSON.stringify(decision),
    }),
};

/** Where an export of a story is fetched, its labels in the language of the reader. */
export function exportPath(story: string, format: string, locale: Locale): string {
  return `/api/v1/stories/${encodeURIComponent(story)}/export/${format}${query({ lang: locale })}`;
}
