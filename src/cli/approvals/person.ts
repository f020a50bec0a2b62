import readline from 'node:readline/promises';
import { fail } from '../../core/base/fault.ts';
import { isSet, pipelineOf } from '../../services/governance/pipeline.ts';

type Env = Readonly<Record<string, string | undefined>>;

/** Set by programs that act for a person, in what they start; `AI_AGENT` is the one that several agreed on. */
const agentVariables = [
  'AI_AGENT',
  'ANTIGRAVITY_AGENT',
  'AUGMENT_AGENT',
  'CLAUDECODE',
  'CLAUDE_CODE',
  'CLINE_ACTIVE',
  'CODEX_CI',
  'CODEX_SANDBOX',
  'CODEX_THREAD_ID',
  'COPILOT_CLI',
  'CURSOR_AGENT',
  'GEMINI_CLI',
  'GOOSE_TERMINAL',
  'OPENCODE',
  'OPENCODE_CLIENT',
] as const;

/** Refuses pipelines and agents: they ask and measure, they never decide. What they could still pretend is in the documentation. */
export function requirePerson(env: Env, verb: string): void {
  const agent = agentVariables.find((name) => isSet(env[name]));
  if (agent !== undefined) throw fail('invalid', `“${verb}” is for a person: this was started by an agent (${agent} is set).`, { hint: 'An agent may ask: mlops approvals request. A person decides, in a terminal of their own.' });
  const pipeline = pipelineOf(env);
  if (pipeline !== undefined) throw fail('invalid', `“${verb}” is for a person: this runs in CI (${pipeline} is set).`, { hint: 'A pipeline may sign what it measured: mlops approvals evidence. A person decides, in a terminal.' });
}

/** Throws `invalid` where standard input is no terminal. */
export function requireTerminal(verb: string): void {
  if (process.stdin.isTTY !== true) throw fail('invalid', `“${verb}” needs a terminal: a person types the first digits of what they sign.`, { hint: 'Run it in a terminal, without anything piped into it.' });
}

const typedDigits = 8;

/** The person types the beginning of the digest they were shown. Throws `invalid` for other letters, `cancelled` for none. */
export async function typeDigest(digest: string, what: string, signal: AbortSignal): Promise<void> {
  // Without line editing of its own, an interrupt stays one.
  const lines = readline.createInterface({ input: process.stdin, output: process.stderr, terminal: false });
  const closed = new Promise<null>((resolve) => lines.once('close', () => resolve(null)));
  try {
    const typed = await Promise.race([lines.question(`Type the first ${typedDigits} digits of the model's digest to ${what}: `, { signal }), closed]);
    if (typed === null || typed.trim() === '') throw fail('cancelled', 'Nothing was typed, so nothing was signed.');
    if (typed.trim().toLowerCase() !== digest.slice(0, typedDigits)) throw fail('invalid', `That is not how ${digest.slice(0, typedDigits)}… begins; nothing was signed.`, { hint: 'Compare the digest with the one you reviewed, and try again.' });
  } finally {
    lines.close();
  }
}
