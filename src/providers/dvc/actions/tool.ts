import { fail } from '../../../core/base/fault.ts';
import type { ActionEvent } from '../../../core/capability/actionSource.ts';
import type { DvcContext } from '../context.ts';
import { faultOf } from './toolFault.ts';
import { Stream } from './stream.ts';

const keptCharacters = 64 * 1024;
const graceMs = 10_000;

/**
 * Runs a tool in the project and passes on what it prints; returns all of its stdout. A cancelled run is interrupted as
 * by Ctrl-C and, should it not end within 10 s, ended. Throws what the tool's own words mean.
 */
export async function* runTool(
  ctx: DvcContext,
  argv: readonly string[],
  env: Readonly<Record<string, string>>,
  signal: AbortSignal,
): AsyncGenerator<ActionEvent, string> {
  signal.throwIfAborted();
  const stream = new Stream<ActionEvent>();
  const decoders = { stdout: new TextDecoder(), stderr: new TextDecoder() };
  let [output, said] = ['', ''];
  const child = ctx.machine.process.spawn(argv, {
    cwd: ctx.root,
    env: { ...env, ...quiet },
    timeoutMs: 0,
    onOutput(name, bytes) {
      const text = decoders[name].decode(bytes, { stream: true });
      if (name === 'stdout') output += text;
      said = (said + text).slice(-keptCharacters);
      stream.push({ kind: 'output', text });
    },
  });
  child.endInput();
  const stop = () => {
    child.kill('SIGINT');
    ctx.machine.clock.after(graceMs, () => child.kill('SIGKILL'));
  };
  signal.addEventListener('abort', stop, { once: true });
  child.exited.then(
    () => stream.end(),
    (error: unknown) => stream.fail(error),
  );
  try {
    yield* stream.items();
  } finally {
    signal.removeEventListener('abort', stop);
  }
  const { exitCode, signal: killer } = await child.exited;
  signal.throwIfAborted();
  if (exitCode !== 0) throw await faultOf(ctx, argv, exitCode, killer, said);
  return output;
}

/** A tool of the workspace's Python. */
export async function* runPythonTool(
  ctx: DvcContext,
  name: 'dvc' | 'gto',
  args: readonly string[],
  signal: AbortSignal,
): AsyncGenerator<ActionEvent, string> {
  const tool = await ctx.machine.python.tool(name, ctx.root, signal);
  return yield* runTool(ctx, [...tool.argv, ...args], tool.env, signal);
}

/** Git, for the few refs that DVC has no command for. Answers stdout. */
export async function runGit(ctx: DvcContext, args: readonly string[], signal: AbortSignal): Promise<string> {
  const result = await ctx.machine.process.run(['git', ...args], { cwd: ctx.root, env: quiet, signal });
  const decode = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
  if (result.exitCode !== 0) {
    throw fail('conflict', decode(result.stderr).trim().slice(0, 400) || `git ${args[0] ?? ''} failed.`);
  }
  return decode(result.stdout);
}

/** A question on the terminal nobody sees would look like a hang. */
const quiet: Readonly<Record<string, string>> = {
  DVC_NO_ANALYTICS: '1',
  DVCLIVE_OPEN: 'false',
  GIT_TERMINAL_PROMPT: '0',
  GIT_EDITOR: 'true',
  PYTHONUNBUFFERED: '1',
};
