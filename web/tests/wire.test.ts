/** Dossiers that the program wrote, held against the types of `src/wire.ts` field by field. */
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { expect, test } from 'vitest';
import { example } from './example';

const FILE = fileURLToPath(new URL('../src/wire.ts', import.meta.url));
const program = ts.createProgram([FILE], { strict: true, skipLibCheck: true });
const checker = program.getTypeChecker();

function type(name: string): ts.Type {
  const module = checker.getSymbolAtLocation(program.getSourceFile(FILE) as ts.Node) as ts.Symbol;
  const symbol = checker.getExportsOfModule(module).find((s) => s.name === name);
  if (!symbol) throw new Error(`wire.ts exports no ${name}`);
  return checker.getDeclaredTypeOfSymbol(symbol);
}

/** Where a value does not have a type: the path and what is wrong. */
function faults(value: unknown, t: ts.Type, path: string): string[] {
  if (t.flags & ts.TypeFlags.Unknown) return [];
  if (t.isUnion()) {
    const tried = t.types.map((member) => faults(value, member, path));
    return tried.some((f) => f.length === 0) ? [] : (tried.sort((a, b) => a.length - b.length).at(-1) ?? []);
  }
  if (t.isStringLiteral()) return value === t.value ? [] : [`${path}: ${JSON.stringify(value)} is not "${t.value}"`];
  if (t.flags & ts.TypeFlags.BooleanLiteral) return String(value) === checker.typeToString(t) ? [] : [`${path}: not ${checker.typeToString(t)}`];
  if (t.flags & ts.TypeFlags.Null) return value === null ? [] : [`${path}: not null`];
  if (t.flags & ts.TypeFlags.Undefined) return value === undefined ? [] : [`${path}: given`];
  if (t.flags & ts.TypeFlags.String) return typeof value === 'string' ? [] : [`${path}: not a string`];
  if (t.flags & ts.TypeFlags.Number) return typeof value === 'number' ? [] : [`${path}: not a number`];
  if (checker.isTupleType(t) || checker.isArrayType(t)) {
    if (!Array.isArray(value)) return [`${path}: not a list`];
    const members = checker.getTypeArguments(t as ts.TypeReference);
    if (checker.isTupleType(t) && value.length !== members.length) return [`${path}: not ${members.length} of them`];
    return value.flatMap((item, i) => faults(item, members[Math.min(i, members.length - 1)] as ts.Type, `${path}[${i}]`));
  }
  if (typeof value !== 'object' || value === null) return [`${path}: not an object`];
  const properties = checker.getPropertiesOfType(t);
  const known = new Set(properties.map((p) => p.name));
  return [
    ...Object.keys(value).filter((key) => !known.has(key)).map((key) => `${path}.${key}: not in wire.ts`),
    ...properties.flatMap((p) => {
      const given = (value as Record<string, unknown>)[p.name];
      if (given === undefined && p.flags & ts.SymbolFlags.Optional) return [];
      return faults(given, checker.getTypeOfSymbol(p), `${path}.${p.name}`);
    }),
  ];
}

test('the exporter’s made-up dossier', () => {
  expect(faults(example(), type('Dossier'), 'dossier')).toEqual([]);
});

test('the check finds a field that is missing, unknown, or of another type', () => {
  const broken = example() as unknown as Record<string, unknown>;
  delete broken['gaps'];
  broken['more'] = 1;
  broken['schema'] = '1';
  expect(faults(broken, type('Dossier'), 'd')).toEqual(['d.more: not in wire.ts', 'd.schema: not a number', 'd.gaps: not a list']);
});

// `make web-test` reads the example reports with the program that it was built with.
const REAL = process.env['RECOUPE_DOSSIER'];
test.runIf(REAL && existsSync(REAL))('the dossier of the example reports', () => {
  const dossier: unknown = JSON.parse(readFileSync(REAL as string, 'utf8'));
  expect(faults(dossier, type('Dossier'), 'dossier')).toEqual([]);
});
