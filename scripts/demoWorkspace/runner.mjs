import { spawn } from 'node:child_process';
import path from 'node:path';

/** Runs the tools in the workspace, with a clean, quiet and reproducible environment. */
export function makeRunner({ dir, drive, pythonBin, peersPython, log }) {
  const env = {
    ...process.env,
    PATH: `${pythonBin}${path.delimiter}${process.env.PATH ?? ''}`,
    DVC_NO_ANALYTICS: '1',
    DVC_TEST: 'true', // Quiet: no version check over the network.
    DO_NOT_TRACK: '1',
    MLFLOW_DISABLE_TELEMETRY: 'true',
    NML_DISABLE_USAGE_LOGGING: '1',
    GIT_TERMINAL_PROMPT: '0',
    DEMO_EPOCH_SECONDS: '0',
    PYTHONUNBUFFERED: '1',
  };
  for (const name of Object.keys(env)) {
    if (/^GIT_(DIR|WORK_TREE|INDEX_FILE|AUTHOR_|COMMITTER_)/.test(name) || /^(DVC|MLFLOW)_(ROOT|EXP|RUN_ID|TRACKING|EXPERIMENT)/.test(name)) {
      delete env[name];
    }
  }

  /** Ends with the output; a non-zero exit throws with its last lines. */
  function run(argv, { input = '', mayFail = false } = {}) {
    return new Promise((resolve, reject) => {
      const child = spawn(argv[0], argv.slice(1), { cwd: dir, env, stdio: 'pipe' });
      let output = '';
      const take = (chunk) => {
        output += chunk;
        if (process.env.DEMO_VERBOSE) process.stderr.write(chunk);
      };
      child.stdout.setEncoding('utf8').on('data', take);
      child.stderr.setEncoding('utf8').on('data', take);
      child.on('error', reject);
      child.on('close', (code) => {
        if (code === 0 || mayFail) resolve(output);
        else reject(new Error(`${argv.join(' ')} ended with ${code}:\n${output.slice(-2000)}`));
      });
      child.stdin.on('error', () => undefined).end(input); // A child that ends early says so by its exit code.
    });
  }

  const python = path.join(pythonBin, 'python');
  return {
    run,
    bin: pythonBin,
    /** A Python with the packages whose data and verdicts are shown. */
    peers: peersPython,
    drive: (name) => path.join(drive, name),
    git: (...args) => run(['git', ...args]),
    gto: (...args) => run([path.join(pythonBin, 'gto'), ...args]),
    dvc: (...args) => run([path.join(pythonBin, 'dvc'), ...args]),
    python: (...args) => run([python, ...args]),
    script: (name, ...args) => run([python, path.join(drive, name), ...args]),
    /** Many DVC and git command lines in one Python process. */
    commands: async (list) => {
      const started = Date.now();
      const output = await run([python, path.join(drive, 'commands.py')], { input: JSON.stringify(list) });
      log(`  ${list.length} commands in ${((Date.now() - started) / 1000).toFixed(0)} s`);
      return output;
    },
  };
}
