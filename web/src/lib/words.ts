/** The words of labels, in both languages, after `crates/dossier/src/words.rs`. Records, so that the compiler finds a missing word. */
import type {
  BlockKind,
  Certainty,
  DateBasis,
  EntityKind,
  FigureKind,
  FigureState,
  QuantityState,
  RelationKind,
  Role,
  Stance,
  StatementKind,
} from '../wire';
import type { Locale } from './locale';

type Words<K extends string> = Record<K, [fr: string, en: string]>;

function of<K extends string>(words: Words<K>): (locale: Locale, key: K) => string {
  // A newer program may send a code that this page does not know: it is shown as it is.
  return (locale, key) => (Object.hasOwn(words, key) ? words[key][locale === 'fr' ? 0 : 1] : key.replaceAll(/[-_]/g, ' '));
}

export const CERTAINTIES: Certainty[] = ['asserted', 'hedged', 'possible', 'denied'];

export const ROLES: Role[] = [
  'killed',
  'wounded',
  'missing',
  'captured',
  'casualties',
  'displaced',
  'evacuated',
  'detained',
  'deployed',
  'present',
  'infected',
];

export const certainty = of<Certainty>({
  asserted: ['affirmé', 'asserted'],
  hedged: ['au conditionnel', 'hedged'],
  possible: ['possible', 'possible'],
  denied: ['nié', 'denied'],
});

export const stance = of<Stance>({
  asserts: ['affirme', 'asserts'],
  denies: ['dément', 'denies'],
  neither: ['ni confirmé ni démenti', 'neither confirmed nor denied'],
  asks: ['demande', 'asks'],
  orders: ['ordonne', 'orders'],
});

export const statementKind = of<StatementKind>({
  direct: ['citation', 'quotation'],
  mixed: ['cité en partie', 'partly quoted'],
  indirect: ['rapporté', 'reported'],
});

export const state = of<QuantityState>({
  confirmed: ['confirmé', 'confirmed'],
  fair: ['concordant', 'fair'],
  weak: ['une seule origine', 'one origin'],
  contested: ['contesté', 'contested'],
  unattributed: ['sans auteur', 'unattributed'],
  withdrawn: ['retiré', 'withdrawn'],
});

export const stateMeans = of<QuantityState>({
  confirmed: [
    'au moins deux familles d’origines concordent, dont une n’est pas partie au conflit',
    'two families of origins or more agree, one of them no party to the matter',
  ],
  fair: ['deux origines', 'two origins'],
  weak: ['une seule origine, quel que soit le nombre de médias', 'one origin, however many outlets'],
  contested: ['une contradiction ou un démenti', 'a contradiction or a denial'],
  unattributed: ['personne n’est nommé', 'nobody is named'],
  withdrawn: ['repris par qui l’avait donné', 'taken back by whoever gave it'],
});

export const stateSign: Record<QuantityState, string> = {
  confirmed: '✓',
  fair: '=',
  weak: '·',
  contested: '≠',
  unattributed: '?',
  withdrawn: '†',
};

export const figureState = of<FigureState>({
  superseded: ['remplacé depuis', 'superseded'],
  corrected: ['corrigé depuis', 'corrected since'],
  withdrawn: ['retiré', 'withdrawn'],
});

export const figureKind = of<FigureKind>({
  cumulative: ['total à ce jour', 'running total'],
  flow: ['sur une période', 'over a period'],
  stock: ['à un moment', 'at a moment'],
  measure: ['mesure', 'measure'],
  plan: ['prévision', 'plan'],
});

export const role = of<Role>({
  killed: ['tués', 'killed'],
  wounded: ['blessés', 'wounded'],
  missing: ['disparus', 'missing'],
  captured: ['capturés', 'captured'],
  casualties: ['tués ou blessés', 'killed or wounded'],
  displaced: ['déplacés', 'displaced'],
  evacuated: ['évacués', 'evacuated'],
  detained: ['détenus', 'detained'],
  deployed: ['déployés', 'deployed'],
  present: ['présents', 'present'],
  infected: ['infectés', 'infected'],
  other: ['autres', 'other'],
});

export const relation = of<RelationKind>({
  relay: ['reprise', 'relay'],
  derived: ['calcul', 'derived'],
  denies: ['démenti', 'denial'],
  not_comparable: ['non comparable', 'not comparable'],
  component: ['partie d’un tout', 'component'],
  restates: ['répétition', 'restatement'],
  update: ['mise à jour', 'update'],
  revised_down: ['révision à la baisse', 'revised down'],
  agrees: ['accord', 'agreement'],
  growth: ['progression', 'growth'],
  contradicts: ['contradiction', 'contradiction'],
  variant: ['variante', 'variant'],
  outlier: ['valeur isolée', 'outlier'],
});

export const entityKind = of<EntityKind>({
  person: ['personne', 'person'],
  body: ['organisme', 'body'],
  outlet: ['média', 'outlet'],
  country: ['État', 'state'],
  place: ['lieu', 'place'],
  document: ['document', 'document'],
  group: ['groupe sans nom', 'unnamed group'],
  other: ['autre', 'other'],
});

export const dateBasis = of<DateBasis>({
  given: ['donnée par l’utilisateur', 'given by the user'],
  metadata: ['d’après les métadonnées', 'from metadata'],
  text: ['déduite du texte', 'bounded from the text'],
  inferred: ['déduite des autres rapports', 'bounded with the other reports'],
});

export const blockKind = of<BlockKind>({
  title: ['titre', 'title'],
  paragraph: ['paragraphe', 'paragraph'],
  heading: ['intertitre', 'heading'],
  caption: ['légende', 'caption'],
  byline: ['signature', 'byline'],
  boilerplate: ['hors article', 'not part of the report'],
});

/** Why a block was set aside, by its code. */
export const blockReason = of<string>({
  advert: ['publicité', 'advertising'],
  agency: ['mention d’agence', 'agency credit'],
  author: ['signature', 'byline'],
  captcha: ['contrôle anti-robot', 'captcha'],
  'comment-form': ['formulaire de commentaire', 'comment form'],
  cookies: ['bandeau de cookies', 'cookie notice'],
  copyright: ['mention légale', 'copyright notice'],
  counter: ['compteur', 'counter'],
  dateline: ['ligne de date', 'dateline'],
  masthead: ['nom du média', 'masthead'],
  metadata: ['fiche de l’article', 'data of the article'],
  navigation: ['navigation', 'navigation'],
  newsletter: ['abonnement', 'subscription'],
  subscription: ['abonnement', 'subscription'],
  'other-language': ['autre langue', 'another language'],
  photo: ['légende de photo', 'photo caption'],
  player: ['lecteur audio ou vidéo', 'audio or video player'],
  published: ['mention d’heure ou de date', 'time stamp'],
  'time-stamp': ['mention d’heure ou de date', 'time stamp'],
  related: ['renvoi à d’autres articles', 'links to other articles'],
  separator: ['filet', 'rule'],
  share: ['boutons de partage', 'share buttons'],
});

/** A kind of damage, by its code. */
export const repairKind = of<string>({
  'split-number': ['nombre coupé', 'split number'],
  'split-word': ['mot coupé', 'split word'],
  hyphenation: ['mot coupé en fin de ligne', 'word split at the end of a line'],
  'glued-sentence': ['phrases collées', 'glued sentences'],
  'glued-word': ['mots collés', 'glued words'],
  'glued-unit': ['unité collée', 'glued unit'],
  'broken-clause': ['des mots semblent manquer', 'words seem to be missing'],
  'html-entity': ['code de page web', 'code of a web page'],
  'html-tag': ['balise de page web', 'tag of a web page'],
  mojibake: ['lettres mal décodées', 'letters wrongly decoded'],
});

/** Fields that a figure may abstain from. */
export const field = of<string>({
  place: ['le lieu', 'the place'],
  as_of: ['le moment', 'the moment'],
  period: ['la période', 'the period'],
  said_on: ['la date du propos', 'when it was said'],
  speaker: ['l’auteur', 'the speaker'],
  unit: ['l’unité', 'the unit'],
  role: ['le sort', 'the role'],
  counted: ['ce qui est compté', 'what is counted'],
  population: ['la population', 'the population'],
  kind: ['le genre', 'the kind'],
});

/** Why a figure is up for review. */
export const reviewWhy = of<string>({
  low_confidence: ['lecture peu sûre', 'unsure reading'],
  contested: ['contesté', 'contested'],
  sets_bound: ['fixe une borne', 'sets a bound'],
  decision_review: ['décision à revoir', 'decision to look at again'],
});

/** What hangs on a figure. */
export const consequence = of<string>({
  alone: ['rien d’autre n’en dépend', 'nothing else hangs on it'],
  shared: ['d’autres chiffres disent de même', 'other figures say the same'],
  bound: ['une borne de la grandeur en dépend', 'a bound of the quantity hangs on it'],
  contested: ['une contradiction en dépend', 'a contradiction hangs on it'],
  decision: ['une décision en dépend', 'a decision hangs on it'],
});

export const action = of<string>({
  accept: ['accepté', 'accepted'],
  fix: ['corrigé', 'fixed'],
  reject: ['rejeté', 'rejected'],
});

const GAPS: [code: string, fr: string, en: string][] = [
  ['undated-report', 'Rapports sans date', 'Undated reports'],
  ['inexact-date', 'Jours de publication incertains', 'Uncertain days of publication'],
  ['unknown-outlet', 'Médias inconnus', 'Unknown outlets'],
  ['damaged-text', 'Texte abîmé', 'Damaged text'],
  ['repaired-text', 'Texte réparé pour la lecture', 'Text repaired for reading'],
  ['unbalanced-quote', 'Citations jamais fermées', 'Quotations never closed'],
  ['unattributed-figure', 'Chiffres sans auteur nommé', 'Figures with nobody named'],
  ['unresolved-speaker', 'Propos sans auteur clair', 'Statements without a clear speaker'],
  ['abstained', 'Non établi pour un chiffre', 'Not established for a figure'],
  ['undated-event', 'Expressions de temps sans date', 'Expressions of time without a date'],
  ['not-comparable', 'Chiffres qui ne se comparent pas', 'Figures that cannot be compared'],
  ['left-out', 'Passages écartés', 'Passages left out'],
  ['', 'Autres remarques', 'Other remarks'],
];

/** Place of a kind of gap in reading order; codes without words of their own come last. */
export function gapRank(code: string): number {
  const at = GAPS.findIndex(([known]) => known === code);
  return at < 0 ? GAPS.length - 1 : at;
}

/** The heading of a kind of gap. */
export function gapHeading(locale: Locale, code: string): string {
  const [, fr, en] = GAPS[gapRank(code)] as [string, string, string];
  return locale === 'fr' ? fr : en;
}
