import { isSecretName } from './secretName.ts';

/** Forms that credentials have, whoever gave them out. Each pattern is bounded, so the search is linear. */
const shapes: ReadonlyArray<readonly [kind: string, pattern: RegExp]> = [
  ['a private key', /-----BEGIN (?:[A-Z0-9]{1,20} ){0,3}PRIVATE KEY-----/],
  ['an access key', /(?<![A-Za-z0-9])(?:AKIA|ASIA|ABIA|ACCA)[A-Z2-7]{16}(?![A-Za-z0-9])/],
  ['an access token', /(?<![A-Za-z0-9])(?:gh[pousr]_[A-Za-z0-9]{36,255}|github_pat_[A-Za-z0-9_]{22,255}|glpat-[\w-]{20,64}|xox[abeoprs]-[\w-]{10,250}|npm_[A-Za-z0-9]{36}|hf_[A-Za-z0-9]{30,64}|pypi-[\w-]{16,255}|dapi[0-9a-f]{32}|sk-[\w-]{20,250}|[rs]k_(?:live|test)_[A-Za-z0-9]{16,250}|ya29\.[\w-]{20,250})/],
  ['an API key', /(?<![A-Za-z0-9])AIza[\w-]{35}/],
  ['a signed token', /(?<![A-Za-z0-9])eyJ[\w-]{10,2000}\.eyJ[\w-]{10,4000}\.[\w-]{10,2000}/],
  ['an account key', /(?:AccountKey|SharedAccessKey)=[A-Za-z0-9+/]{40,100}={0,2}|[?&]sig=[A-Za-z0-9%+/]{40,120}/],
  ['an address with a password', /[a-z][a-z0-9+.-]{1,20}:\/\/[^\s/:@]{1,200}:[^\s/@]{1,200}@/i],
  ['an authorization', /(?<![A-Za-z0-9])(?:Bearer|Basic)\s{1,3}[\w.~+/-]{16,4000}/],
];

/** `name = value`, `name: value`, `--name value`; a value of at least this many letters is no word of a sentence. */
const assigned = /([A-Za-z][\w-]{2,60})["']?\s{0,3}[:=]\s{0,3}["']?([^\s"',;]{6,400})/g;

/**
 * Kinds of secrets that a text possibly holds; never where or what. `known`: values that are secrets here, as of variables with
 * secret names.
 */
export function secretsIn(text: string, known: readonly string[] = []): string[] {
  const kinds = shapes.filter(([, pattern]) => pattern.test(text)).map(([kind]) => kind);
  if (known.some((value) => text.includes(value))) kinds.push('a secret of this environment');
  for (const [, name = '', value = ''] of text.matchAll(assigned)) {
    if (isSecretName(name) && !/^[•*x.<[{$]/i.test(value)) {
      kinds.push('a password or key with its name');
      break;
    }
  }
  return kinds;
}
