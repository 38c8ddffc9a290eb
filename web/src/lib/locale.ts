export type Locale = 'fr' | 'en';

/** One of two, by the reader's language. */
export function pick<T>(locale: Locale, fr: T, en: T): T {
  return locale === 'fr' ? fr : en;
}
