import type { GtoEvent } from './gtoState.ts';
import type { GtoName } from './gtoTag.ts';

/** Reads an annotated tag object. Undefined where it has no tagger line: GTO could not have made it. */
export function eventOf(name: GtoName, tag: string, commit: string, bytes: Uint8Array): GtoEvent | undefined {
  const text = new TextDecoder().decode(bytes);
  const bodyAt = text.indexOf('\n\n');
  const head = bodyAt < 0 ? text : text.slice(0, bodyAt);
  const tagger = /^tagger (.*?) <([^<>]*)> (-?\d+) [-+]\d{4}$/m.exec(head);
  if (!tagger) return undefined;
  const [, author = '', , seconds] = tagger;
  return {
    ...name,
    tag,
    commit,
    createdMs: Number(seconds) * 1000,
    author,
    message: bodyAt < 0 ? '' : withoutSignature(text.slice(bodyAt + 2)).trim(),
  };
}

function withoutSignature(message: string): string {
  const at = message.search(/^-----BEGIN (PGP|SSH) (SIGNATURE|MESSAGE)-----$/m);
  return at < 0 ? message : message.slice(0, at);
}
