/** The notices of other people's work in the page, as `build/notices.ts` put them there. */
export interface Notice {
  works: string[];
  licence: string;
  text: string;
}

/** Read when they are asked for: the first paint does not wait for them. */
export function notices(): Notice[] {
  return JSON.parse(document.getElementById('recoupe-notices')?.textContent || '[]') as Notice[];
}
