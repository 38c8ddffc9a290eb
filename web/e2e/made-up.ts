/** Made-up reports: many figures, and text that means harm. The program itself reads them. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const TOWNS = ['Verlay', 'Orchamps', 'Malbuisson', 'Sauvigny', 'Brethenay', 'Courcelles', 'Damvillers', 'Esnoms', 'Fontenoy', 'Grandvelle', 'Haraucourt', 'Igney'];
const SPEAKERS = ['la préfecture', 'le maire', 'les pompiers', 'la Croix-Rouge', 'le ministère de l’Intérieur', 'le parquet', 'l’hôpital', 'la gendarmerie'];
const COUNTED = ['personnes ont été tuées', 'personnes ont été blessées', 'habitants ont été évacués', 'maisons ont été détruites', 'personnes sont portées disparues', 'sauveteurs ont été envoyés'];

/** So many reports of one flood, ten figures each, every number from its place: the same text each time. */
export function manyReports(folder: string, reports: number): void {
  mkdirSync(folder, { recursive: true });
  for (let r = 0; r < reports; r++) {
    const town = TOWNS[r % TOWNS.length] as string;
    const lines = [`Crue de la Verle : le bilan à ${town}`, `Le Courrier de ${town}, ${1 + (r % 27)} mars 2031`, ''];
    for (let f = 0; f < 10; f++) {
      const speaker = SPEAKERS[(r * 3 + f) % SPEAKERS.length];
      const counted = COUNTED[(r + f) % COUNTED.length];
      const place = TOWNS[(r + f * 5) % TOWNS.length];
      lines.push(`À ${place}, ${12 + ((r * 37 + f * 101) % 900)} ${counted}, a indiqué ${speaker}.`);
    }
    writeFileSync(join(folder, `${String(r).padStart(3, '0')}.txt`), lines.join('\n'));
  }
}

/** A story in one region and its neighbour: the map's. */
export function regionReports(folder: string): void {
  mkdirSync(folder, { recursive: true });
  writeFileSync(
    join(folder, 'region.txt'),
    [
      'Crues dans le Sud-Est : le point ville par ville',
      'Le Courrier du Rhône, 3 mars 2031',
      '',
      'À Lyon, 12 personnes ont été blessées, a indiqué la préfecture. À Grenoble, 4 personnes ont été tuées, a indiqué le maire.',
      'À Valence, 230 habitants ont été évacués, a annoncé la préfecture. À Saint-Étienne, 18 maisons ont été détruites, selon les pompiers.',
      'À Villeurbanne, 7 personnes ont été blessées, selon les pompiers. À Genève, 5 personnes ont été blessées, selon la police.',
    ].join('\n'),
  );
}

/** What a page must not do when it is told to: set this. */
export const HARM = 'recoupeHarmed';

/** Reports whose words are scripts, direction marks, a line of a megabyte, emoji, the page's own data element. */
export function hostileReports(folder: string): void {
  mkdirSync(folder, { recursive: true });
  const set = `window.${HARM}=1`;
  writeFileSync(
    join(folder, 'script.txt'),
    [
      `</script><script>${set}</script>`,
      '',
      `Le maire a fait état de 12 morts <img src=x onerror="${set}"> à Verlay, a annoncé <svg onload="${set}"> la préfecture.`,
      '',
      `<script type="application/json" id="recoupe-dossier">{"schema":1,"story":{"title":"faux"}}</script> Selon la police, 30 personnes ont été blessées.`,
      '',
      `</noscript><script>${set}</script><!-- --> <a href="javascript:${set}">14 blessés</a>, a dit le maire.`,
    ].join('\n'),
  );
  writeFileSync(
    join(folder, 'bidi.txt'),
    [
      'Bilan \u202e21 strom\u202c à Verlay',
      '',
      '« Au moins \u202e0021\u202c 15 morts », a déclaré la préfecture\u2067 le 3 mars 2031. Le maire parle de 22 morts 👩‍👩‍👧‍👦🇫🇷 et de 1 100 blessés.',
      '',
      '{"schema":1,"reports":[],"figures":[{"id":"faux"}]} Les pompiers ont compté 17 morts\u2028 à Verlay\u2029.',
    ].join('\n'),
  );
  writeFileSync(
    join(folder, 'ligne.txt'),
    `Crue à Verlay\n\nLa préfecture a annoncé 19 morts à Verlay. ${'a'.repeat(500_000)}${'é'.repeat(250_000)}\n\nLe maire a compté 18 morts.`,
  );
}
