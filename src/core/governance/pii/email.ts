const local = /[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]/;
const domain = /[A-Za-z0-9.-]/;
/** Longest local part and domain (RFC 5321): what keeps the search linear. */
const longest = { local: 64, domain: 253 };

/** How many texts look like an address of e-mail: something, @, and a domain with a top level of letters. */
export function emailsIn(text: string): number {
  let count = 0;
  for (let at = text.indexOf('@'); at >= 0; at = text.indexOf('@', at + 1)) if (isAddress(text, at)) count += 1;
  return count;
}

function isAddress(text: string, at: number): boolean {
  let from = at;
  while (from > 0 && at - from <= longest.local && local.test(text[from - 1]!)) from -= 1;
  let to = at + 1;
  while (to < text.length && to - at <= longest.domain + 1 && domain.test(text[to]!)) to += 1;
  const name = text.slice(from, at).replace(/^\.+/, '');
  if (name === '' || name.length > longest.local || name.endsWith('.') || name.includes('..')) return false;
  const labels = text.slice(at + 1, to).replace(/[.-]+$/, '').split('.');
  return labels.length > 1 && labels.every((label) => /^[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?$/.test(label)) && /^[A-Za-z]{2,}$|^xn--/i.test(labels[labels.length - 1]!);
}
