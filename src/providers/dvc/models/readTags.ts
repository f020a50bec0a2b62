import type { GitRepository } from '../../../core/port/git.ts';
import type { GtoEvent } from './gtoState.ts';
import { parseGtoTag } from './gtoTag.ts';
import { eventOf } from './tagObject.ts';

const prefix = 'refs/tags/';

/** Every annotated tag of GTO's forms, packed or loose. Lightweight tags carry no time or author; GTO ignores them. */
export async function readGtoTags(repository: GitRepository, signal: AbortSignal): Promise<GtoEvent[]> {
  const refs = await repository.refs([prefix], signal);
  const named = refs.flatMap((ref) => {
    const name = ref.type === 'tag' ? parseGtoTag(ref.name.slice(prefix.length)) : undefined;
    return name && ref.peeledSha !== null ? [{ ref, name, commit: ref.peeledSha }] : [];
  });
  if (named.length === 0) return [];
  const objects = await repository.objects(named.map(({ ref }) => ref.sha), signal);
  return named.flatMap(({ ref, name, commit }, index) => {
    const object = objects[index];
    const event = object?.type === 'tag' ? eventOf(name, ref.name.slice(prefix.length), commit, object.bytes) : undefined;
    return event ? [event] : [];
  });
}
