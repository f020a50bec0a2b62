import { fail } from '../../../core/base/fault.ts';
import { LruMap } from '../../../core/base/lru.ts';
import type { ProjectTree, TreeFile } from '../project/tree.ts';
import type { Data, ParseOptions } from './data.ts';
import { decodeText, maxParsedBytes, parseData } from './parse.ts';

const capacity = 20_000;

export type ContentReader = Pick<ProjectTree, 'read'>;

/**
 * Parsed files by content id, so that a file that many commits share is parsed once. Failures are kept too: a broken
 * file stays broken. Treat what it hands out as read-only.
 */
export class ParsedStore {
  readonly #parsed = new LruMap<string, Promise<Data | undefined>>(capacity);

  /** Undefined where no file is there. Throws `corrupt` or `tooLarge` with the path. */
  read(tree: ContentReader, file: TreeFile, options: ParseOptions = {}): Promise<Data | undefined> {
    const suffix = file.path.slice(file.path.lastIndexOf('.') + 1);
    const key = `${file.id} ${suffix}${options.markFloats ? ' marked' : ''}`;
    let parsing = this.#parsed.get(key);
    if (!parsing) {
      parsing = parseFile(tree, file, options);
      this.#parsed.set(key, parsing);
      parsing.catch((error: unknown) => {
        // Only the content's own faults last; a cancelled read says nothing about it.
        const code = (error as { fault?: { code?: string } }).fault?.code;
        if (code !== 'corrupt' && code !== 'tooLarge') this.#parsed.delete(key);
      });
    }
    return parsing;
  }
}

async function parseFile(tree: ContentReader, file: TreeFile, options: ParseOptions): Promise<Data | undefined> {
  const content = await tree.read(file);
  if (!content) return undefined;
  const size = 'tooLarge' in content ? content.tooLarge : content.bytes.length;
  if ('tooLarge' in content || size > maxParsedBytes) {
    throw fail('tooLarge', `${file.path} has ${size} bytes; params and metrics files are read up to ${maxParsedBytes}.`, {
      at: { path: file.path },
      hint: 'Keep data out of params and metrics files.',
    });
  }
  return parseData(file.path, decodeText(file.path, content.bytes), options);
}
