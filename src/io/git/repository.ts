import path from 'node:path';
import type { Disposable } from '../../core/base/disposable.ts';
import { fail, type FaultError } from '../../core/base/fault.ts';
import { LruMap } from '../../core/base/lru.ts';
import type { Files } from '../../core/port/files.ts';
import type { GitCommit, GitFileChange, GitHead, GitObject, GitRef, GitRepository, GitTreeEntry } from '../../core/port/git.ts';
import type { Process } from '../../core/port/process.ts';
import { CatFile } from './batch.ts';
import type { BatchAnswer } from './batchParser.ts';
import { treeChanges } from './changes.ts';
import { readerArguments, readerEnvironment, type ReaderCommand } from './environment.ts';
import { readOptional, type GitPlace } from './locate.ts';
import { parseCommit, parseTagTarget, parseTree } from './objectFormat.ts';
import { bareRefFormat, parseBareRefs, parseHead, parseReflog, parseRefs, refFormat } from './refs.ts';

export interface GitTools {
  readonly process: Process;
  readonly files: Files;
  /** The git program; found on PATH by its bare name. */
  readonly program: string;
  readonly env: Readonly<Record<string, string | undefined>>;
}

const defaultMaxBytes = 64 * 1024 * 1024;
const treeCacheEntries = 20_000;
const decoder = new TextDecoder();

/** One repository read through the hardened reader. Objects and trees are immutable, so trees are kept by sha. */
export class ReaderRepository implements GitRepository, Disposable {
  readonly root: string;
  readonly gitDir: string;
  readonly commonDir: string;
  readonly #tools: GitTools;
  readonly #env: Record<string, string | undefined>;
  readonly #batch: CatFile;
  readonly #streams = new Set<CatFile>();
  readonly #trees = new LruMap<string, Promise<GitTreeEntry[]>>(treeCacheEntries);

  constructor(place: GitPlace, tools: GitTools) {
    this.root = place.root;
    this.gitDir = place.gitDir;
    this.commonDir = place.commonDir;
    this.#tools = tools;
    this.#env = readerEnvironment(tools.env, path.dirname(place.root));
    this.#batch = this.#catFile({ isOnce: false });
  }

  async head(signal: AbortSignal): Promise<GitHead> {
    signal.throwIfAborted();
    const said = parseHead((await readOptional(this.#tools.files, path.join(this.gitDir, 'HEAD'))) ?? '');
    const ref = said === 'elsewhere' ? await this.#askHeadName(signal) : said.ref;
    const [object] = await this.#batch.ask(['HEAD'], defaultMaxBytes);
    return { sha: object?.sha ?? null, ref };
  }

  async refs(prefixes: readonly string[], signal: AbortSignal): Promise<GitRef[]> {
    const result = await this.#run('for-each-ref', [`--format=${refFormat}`, '--', ...prefixes], signal);
    if (result.exitCode === 0) return parseRefs(result.stdout);
    const bare = await this.#runOk('for-each-ref', [`--format=${bareRefFormat}`, '--', ...prefixes], signal);
    const listed = parseBareRefs(bare);
    const objects = await this.objects(listed.map((ref) => ref.sha), signal);
    return listed.flatMap(({ name, sha }, index) => {
      const object = objects[index];
      if (!object) return [];
      const target = object.type === 'tag' ? parseTagTarget(object.bytes) : undefined;
      return [{ name, sha, type: object.type, peeledSha: target?.sha ?? null, peeledType: target?.type ?? null }];
    });
  }

  async objects(
    names: readonly string[],
    signal: AbortSignal,
    options: { readonly maxBytes?: number } = {},
  ): Promise<Array<GitObject | null>> {
    signal.throwIfAborted();
    requireNames(names);
    const answers = (await this.#batch.ask(names, options.maxBytes ?? defaultMaxBytes)).map(objectOf);
    signal.throwIfAborted();
    return answers;
  }

  async stream(
    names: readonly string[],
    onObject: (object: GitObject | null) => void,
    signal: AbortSignal,
    options: { readonly maxBytes?: number } = {},
  ): Promise<void> {
    signal.throwIfAborted();
    requireNames(names);
    const reader = this.#catFile({ isOnce: true });
    const end = () => reader.dispose();
    this.#streams.add(reader);
    signal.addEventListener('abort', end, { once: true });
    try {
      await reader.each(names, options.maxBytes ?? defaultMaxBytes, (answer) => onObject(objectOf(answer)));
    } finally {
      signal.removeEventListener('abort', end);
      this.#streams.delete(reader);
      end();
      signal.throwIfAborted();
    }
  }

  async commits(shas: readonly string[], signal: AbortSignal): Promise<Array<GitCommit | null>> {
    const objects = await this.objects(shas, signal);
    return objects.map((object) => (object?.type === 'commit' ? parseCommit(object.sha, object.bytes) : null));
  }

  async tree(sha: string, signal: AbortSignal): Promise<GitTreeEntry[]> {
    signal.throwIfAborted();
    let reading = this.#trees.get(sha);
    if (!reading) {
      reading = this.#readTree(sha);
      this.#trees.set(sha, reading);
      reading.catch(() => this.#trees.delete(sha)); // A failure is not worth keeping; the caller gets it too.
    }
    return reading;
  }

  async log(
    options: { readonly from: readonly string[]; readonly paths?: readonly string[]; readonly limit?: number },
    signal: AbortSignal,
  ): Promise<string[]> {
    if (options.from.length === 0) return [];
    const limit = options.limit === undefined ? [] : [`--max-count=${options.limit}`];
    const paths = options.paths?.length ? ['--', ...options.paths.map((one) => `:(literal,top)${one}`)] : ['--'];
    const flags = ['--format=%H', '--no-show-signature', '--no-decorate', '--no-color', '--no-ext-diff', '--no-textconv'];
    // Revisions go by stdin: thousands of tips do not fit a command line.
    const stdin = `${options.from.join('\n')}\n`;
    const text = await this.#runOk('log', [...flags, ...limit, '--stdin', ...paths], signal, stdin);
    return text.split('\n').filter((line) => line.length > 0);
  }

  async changes(from: string, to: string, signal: AbortSignal): Promise<GitFileChange[]> {
    const [before, after] = await this.commits([from, to], signal);
    if (!before || !after) throw fail('notFound', `This repository does not hold commit ${before ? to : from}.`);
    return treeChanges(before.tree, after.tree, (sha) => this.tree(sha, signal));
  }

  async reflog(ref: string, signal: AbortSignal): Promise<Array<{ readonly sha: string; readonly message: string }>> {
    signal.throwIfAborted();
    if (!/^refs\/[^\\:*?[^~\0\n]+$/.test(ref) || ref.split('/').includes('..')) {
      throw fail('invalid', `${JSON.stringify(ref)} is no ref name.`);
    }
    const text = await readOptional(this.#tools.files, path.join(this.commonDir, 'logs', ...ref.split('/')));
    if (text !== undefined) return parseReflog(text);
    if (!(await this.#tools.files.stat(path.join(this.commonDir, 'reftable')))) return [];
    const flags = ['--walk-reflogs', '--format=%H%x00%gs', '--no-show-signature', '--no-decorate', '--no-color', ref, '--'];
    const { exitCode, stdout } = await this.#run('log', flags, signal);
    if (exitCode !== 0) return [];
    return parseBareRefs(stdout).map(({ sha, name }) => ({ sha, message: name }));
  }

  dispose(): void {
    this.#batch.dispose();
    for (const reader of this.#streams) reader.dispose();
    this.#trees.clear();
  }

  #catFile({ isOnce }: { readonly isOnce: boolean }): CatFile {
    return new CatFile({
      spawn: (onStdout, onStderr) =>
        this.#tools.process.spawn(readerArguments(this.#tools.program, 'cat-file', ['--batch', ...(isOnce ? ['--buffer'] : [])]), {
          cwd: this.root,
          env: this.#env,
          onOutput: (stream, bytes) => (stream === 'stdout' ? onStdout(bytes) : onStderr(bytes)),
        }),
      faultOf: (stderr) => repositoryFault(stderr, this.root),
      isOnce,
    });
  }

  async #readTree(sha: string): Promise<GitTreeEntry[]> {
    let object = await this.#one(sha);
    if (object?.type === 'commit') object = await this.#one(parseCommit(sha, object.bytes).tree);
    if (object?.type !== 'tree') throw fail('notFound', `This repository does not hold the tree ${sha}.`);
    return parseTree(object.sha, object.bytes);
  }

  async #one(name: string): Promise<GitObject | null> {
    const [answer] = await this.#batch.ask([name], defaultMaxBytes);
    return objectOf(answer ?? null);
  }

  async #askHeadName(signal: AbortSignal): Promise<string | null> {
    const { exitCode, stdout } = await this.#run('rev-parse', ['--symbolic-full-name', 'HEAD'], signal);
    const name = stdout.trim();
    return exitCode === 0 && name.startsWith('refs/') ? name : null;
  }

  async #runOk(command: ReaderCommand, rest: readonly string[], signal: AbortSignal, stdin?: string): Promise<string> {
    const { exitCode, stdout, stderr } = await this.#run(command, rest, signal, stdin);
    if (exitCode === 0) return stdout;
    throw fail('corrupt', `git ${command} failed: ${lastLine(stderr)}`, { hint: 'Run "git fsck" in the repository.' });
  }

  async #run(command: ReaderCommand, rest: readonly string[], signal: AbortSignal, stdin?: string) {
    const result = await this.#tools.process.run(readerArguments(this.#tools.program, command, rest), {
      cwd: this.root,
      env: this.#env,
      signal,
      maxBytes: 256 * 1024 * 1024,
      ...(stdin === undefined ? {} : { stdin }),
    });
    const stderr = decoder.decode(result.stderr);
    const fault = result.exitCode === 0 ? undefined : repositoryFault(stderr, this.root);
    if (fault) throw fault;
    return { exitCode: result.exitCode, stdout: decoder.decode(result.stdout), stderr };
  }
}

function requireNames(names: readonly string[]): void {
  if (names.some((name) => /[\n\r\0]/.test(name))) throw fail('invalid', 'A git object cannot be asked for by a name with a line break.');
}

/** An object above the limit comes without its bytes. */
function objectOf(answer: BatchAnswer | null): GitObject | null {
  if (!answer) return null;
  const { sha, type, sizeBytes, bytes } = answer;
  return bytes ? { sha, type, bytes } : { sha, type, bytes: new Uint8Array(0), tooLarge: sizeBytes };
}

/** The refusals of git itself that a person can mend. */
function repositoryFault(stderr: string, root: string): FaultError | undefined {
  if (stderr.includes('dubious ownership')) {
    return fail('forbidden', `${root} belongs to another user, so git refuses to read it.`, {
      hint: `If you trust it, run: git config --global --add safe.directory ${root}`,
    });
  }
  if (/not a git repository|bad config|invalid gitfile|unknown repository extension/i.test(stderr)) {
    return fail('corrupt', `git cannot read the repository ${root}: ${lastLine(stderr)}`);
  }
  return undefined;
}

function lastLine(text: string): string {
  const line = text.trim().split('\n').at(-1) ?? '';
   
  return line.replace(/[\u0000-\u001f\u007f]/g, ' ').slice(0, 300);
}
