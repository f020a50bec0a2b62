#!/usr/bin/env node
import { readFileSync } from 'node:fs';
import nodeModule from 'node:module';
import { nodePlaces } from '../io/places.ts';

const places = nodePlaces();
// Before the imports below: what is compiled once need not be compiled at the next start. Older Nodes lack it, and a
// named import of what is not there would end the program before its first line.
(nodeModule as Partial<typeof nodeModule>).enableCompileCache?.(`${places.cache}/compiled`);

const [{ runCommand }, { clean }, { catchUncaught }] = await Promise.all([import('./command.ts'), import('./style.ts'), import('./uncaught.ts')]);

/** Trackers' own variables. Each credential goes to the origin its address variable names, and to no other. */
const credentialVariables = [
  {
    uri: 'MLFLOW_TRACKING_URI',
    username: 'MLFLOW_TRACKING_USERNAME',
    password: 'MLFLOW_TRACKING_PASSWORD',
    token: 'MLFLOW_TRACKING_TOKEN',
  },
] as const;

catchUncaught(process.argv.includes('--json'));
const exitCode = await runCommand({
  argv: process.argv.slice(2),
  env: process.env,
  cwd: process.cwd(),
  stdout: process.stdout,
  stderr: process.stderr,
  version: () => (JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as { version: string }).version,
  // What answers from files loads only for a command that asks: help and mistakes are told without it.
  async compose({ folder, isTrusted, isVerbose }) {
    const [{ nodeMachine }, { nodeSqlite }, { providerRows }, { Workbench }, { betterNodeSqlite }] = await Promise.all([
      import('../io/machine.ts'),
      import('../io/sqlite.ts'),
      import('../providers/registry.ts'),
      import('../services/workbench.ts'),
      import('./betterNode.ts'),
    ]);
    const log = (level: string) => (message: string) => void process.stderr.write(`${level}: ${clean(message)}\n`);
    const quiet = () => undefined;
    const machine = nodeMachine({
      trust: { isTrusted, onDidGrant: () => ({ dispose: quiet }) },
      log: { info: isVerbose ? log('info') : quiet, warn: isVerbose ? log('warning') : quiet, error: log('error') },
      places,
      sqlite: betterNodeSqlite(nodeSqlite(), `${places.data}/node`),
      credentialVariables,
    });
    if (isVerbose) {
      machine.process.onDidRun(({ argv, pid, elapsedMs, exitCode: code, signal }) =>
        log('ran')(`${argv.join(' ')} (pid ${pid ?? '–'}, ${elapsedMs} ms, exit ${code ?? signal ?? '–'})`),
      );
    }
    const workbench = new Workbench(machine, providerRows, [folder]);
    return {
      workbench,
      dispose() {
        workbench.dispose();
        machine.dispose();
      },
    };
  },
});
// Idle children and kept-alive sockets must not hold a command that has said everything.
process.exit(exitCode);
