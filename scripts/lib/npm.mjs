// npm as set-up calls it, also from within an npm script.
import path from 'node:path';
import { must } from './command.mjs';

const quiet = ['--no-audit', '--no-fund', '--loglevel=error'];

/**
 * Runs an installing npm command in `cwd`, on the Node at `nodeHome` where one is given, with that Node's headers.
 * The outer npm's user agent is left behind: it names the outer Node, and install scripts believe it.
 */
export async function npm(command, args, { cwd, nodeHome }) {
  const { npm_config_user_agent: _outer, ...env } = process.env;
  if (nodeHome !== undefined) {
    env.PATH = [path.join(nodeHome, 'bin'), env.PATH].join(path.delimiter);
    env.npm_config_nodedir = nodeHome;
  }
  await must('npm', [command, ...quiet, ...args], { cwd, env });
}
