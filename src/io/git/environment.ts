/**
 * A repository's own config can name programs to run, so the reader overrules every such key on the command line and
 * in the environment (DESIGN section 8). What stays are four commands that only read.
 */
export type ReaderCommand = 'for-each-ref' | 'cat-file' | 'rev-parse' | 'log';

/** An empty GIT_ALLOW_PROTOCOL is "unset" for git; a name no transport has refuses all of them, whatever config says. */
const noProtocol = 'none';

const overrides = [
  'protocol.allow=never',
  'core.fsmonitor=false',
  'core.hooksPath=/dev/null',
  'core.sshCommand=false',
  'core.askPass=',
  'core.alternateRefsCommand=true',
  'credential.helper=',
  'log.showSignature=false',
  'log.mailmap=false',
  'diff.external=',
  'core.pager=cat',
  'gc.auto=0',
  'maintenance.auto=false',
] as const;

export function readerArguments(program: string, command: ReaderCommand, rest: readonly string[]): string[] {
  const config = overrides.flatMap((override) => ['-c', override]);
  return [program, '--no-optional-locks', '--no-pager', '--no-replace-objects', ...config, command, ...rest];
}

/** Variables that point git at another repository or run a program; the parent may be a git hook or a task. */
const kept = /^GIT_(CONFIG|EXEC_PATH|SSL|HTTP|PROXY|TEMPLATE|ATTR_NOSYSTEM)/;

/**
 * The environment changes for one reader process. `ceiling` stops git from taking a parent folder's repository where
 * this one's `.git` is broken.
 */
export function readerEnvironment(
  parent: Readonly<Record<string, string | undefined>>,
  ceiling: string,
): Record<string, string | undefined> {
  const changes: Record<string, string | undefined> = {};
  for (const name of Object.keys(parent)) if (name.startsWith('GIT_') && !kept.test(name)) changes[name] = undefined;
  return {
    ...changes,
    GIT_NO_LAZY_FETCH: '1',
    GIT_TERMINAL_PROMPT: '0',
    GIT_OPTIONAL_LOCKS: '0',
    GIT_NO_REPLACE_OBJECTS: '1',
    GIT_ALLOW_PROTOCOL: noProtocol,
    GIT_CEILING_DIRECTORIES: ceiling,
    GIT_ASKPASS: '',
    SSH_ASKPASS: '',
    GIT_PAGER: 'cat',
    LC_ALL: 'C',
  };
}
