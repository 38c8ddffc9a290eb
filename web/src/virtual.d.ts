/** What `build/outlines.ts` gives. */
declare module 'virtual:outlines' {
  export const MIDDLES: Record<string, [longitude: number, latitude: number]>;
  export const PACKED: string;
}
