/** What the reader chose: language, theme; and whether the page is being printed. */
import { flushSync } from 'svelte';
import type { Locale } from './locale';
import { embedded } from './source';
import { french } from './typography';

export type Theme = 'system' | 'light' | 'dark';

/** Storage that a page opened from a file may be refused. */
function remembered(key: string): string | null {
  try {
    return localStorage.getItem(`recoupe.${key}`);
  } catch {
    return null;
  }
}

function remember(key: string, value: string): void {
  try {
    localStorage.setItem(`recoupe.${key}`, value);
  } catch {
    // The choice holds for this visit only.
  }
}

function firstLocale(): Locale {
  const chosen = remembered('locale');
  if (chosen === 'fr' || chosen === 'en') return chosen;
  // An exported dossier is in the language it was made in; a server has none of its own and follows the browser.
  const given = embedded ? document.documentElement.lang : navigator.language;
  return given.startsWith('fr') ? 'fr' : 'en';
}

function firstTheme(): Theme {
  const chosen = remembered('theme');
  return chosen === 'light' || chosen === 'dark' ? chosen : 'system';
}

class Ui {
  locale = $state<Locale>(firstLocale());
  theme = $state<Theme>(firstTheme());
  printing = $state(false);

  setLocale(locale: Locale): void {
    this.locale = locale;
    remember('locale', locale);
  }

  setTheme(theme: Theme): void {
    this.theme = theme;
    remember('theme', theme);
  }

  /** Words of the page, set as the language asks. */
  pick(fr: string, en: string): string {
    return this.locale === 'fr' ? french(fr) : en;
  }
}

export const ui = new Ui();

/** Keeps the document in step with the choices. Called once, inside an effect root. */
export function applyToDocument(): void {
  $effect(() => {
    document.documentElement.lang = ui.locale;
  });
  $effect(() => {
    if (ui.theme === 'system') delete document.documentElement.dataset['theme'];
    else document.documentElement.dataset['theme'] = ui.theme;
  });
  // Paper shows what the screen keeps folded: it must be there before the browser lays the pages out.
  const print = matchMedia('print');
  const printing = (now: boolean) => flushSync(() => (ui.printing = now));
  print.addEventListener('change', (event) => printing(event.matches));
  addEventListener('beforeprint', () => printing(true));
  addEventListener('afterprint', () => printing(false));
}
