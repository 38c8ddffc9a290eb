/**
 * The program counts UTF-8 bytes, JavaScript counts UTF-16 units. A `ByteText` turns one into the other in time that does
 * not grow with the text: the unit of every 256th byte is kept, and the rest is counted from there.
 */
const STEP = 256;

export class ByteText {
  readonly text: string;
  /** Number of UTF-8 bytes. */
  readonly bytes: number;
  /** `units[i]`: the UTF-16 unit where the character that holds byte `i * STEP` starts. */
  private readonly units: Uint32Array | null;
  /** The byte where that character starts. */
  private readonly starts: Uint32Array | null;

  constructor(text: string) {
    this.text = text;
    let bytes = 0;
    const units: number[] = [];
    const starts: number[] = [];
    for (let i = 0; i < text.length; ) {
      const [width, length] = character(text, i);
      while (units.length * STEP < bytes + width) {
        units.push(i);
        starts.push(bytes);
      }
      bytes += width;
      i += length;
    }
    this.bytes = bytes;
    const plain = bytes === text.length;
    this.units = plain ? null : Uint32Array.from(units);
    this.starts = plain ? null : Uint32Array.from(starts);
  }

  /** The UTF-16 unit of a byte offset; offsets outside are clamped, one inside a character gives its start. */
  unit(byte: number): number {
    if (!(byte > 0)) return 0;
    if (byte >= this.bytes) return this.text.length;
    if (!this.units || !this.starts) return Math.floor(byte);
    const k = Math.floor(byte / STEP);
    let at = this.starts[k] ?? 0;
    let i = this.units[k] ?? 0;
    for (;;) {
      const [width, length] = character(this.text, i);
      if (at + width > byte) return i;
      at += width;
      i += length;
    }
  }

  /** The text between two byte offsets. */
  slice(start: number, end: number): string {
    return end > start ? this.text.slice(this.unit(start), this.unit(end)) : '';
  }
}

/** UTF-8 width and UTF-16 length of the character at a unit. A lone surrogate counts as its replacement, U+FFFD. */
function character(text: string, i: number): [number, number] {
  const c = text.charCodeAt(i);
  if (c < 0x80) return [1, 1];
  if (c < 0x800) return [2, 1];
  if (c >= 0xd800 && c < 0xdc00) {
    const next = text.charCodeAt(i + 1);
    if (next >= 0xdc00 && next < 0xe000) return [4, 2];
  }
  return [3, 1];
}
