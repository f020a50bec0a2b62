// Host suites in a desktop VS Code, where one can be downloaded or MLOPS_VSCODE names one. Same shape as servedProfile.
import { spawnSync } from 'node:child_process';
import { mkdtemp, mkdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { editorEnvironment } from './cache.mjs';

export async function electronProfile({ vsix, driver, trust = true, settings = {}, env = {} }) {
  const { downloadAndUnzipVSCode, resolveCliArgsFromVSCodeExecutablePath, runTests } = await import('@vscode/test-electron');
  const program = process.env.MLOPS_VSCODE ?? (await downloadAndUnzipVSCode('stable'));
  const home = await mkdtemp(path.join(tmpdir(), 'mlops-electron-'));
  const user = path.join(home, 'user');
  await mkdir(path.join(user, 'User'), { recursive: true });
  await writeFile(path.join(user, 'User', 'settings.json'), JSON.stringify(settings));
  const folders = [`--user-data-dir=${user}`, `--extensions-dir=${path.join(home, 'ext')}`];
  const [cli, ...cliArgs] = resolveCliArgsFromVSCodeExecutablePath(program);
  const installed = spawnSync(cli, [...cliArgs, ...folders, '--install-extension', vsix, '--force'], { encoding: 'utf8' });
  if (installed.status !== 0) throw new Error(`The .vsix could not be installed:\n${installed.stdout}${installed.stderr}`);
  const environment = {
    ...editorEnvironment(home),
    ...env,
  };
  return {
    home,
    environment,
    async host({ workspace, testsPath }) {
      try {
        const exitCode = await runTests({
          vscodeExecutablePath: program,
          extensionDevelopmentPath: driver,
          extensionTestsPath: testsPath,
          extensionTestsEnv: environment,
          launchArgs: [...(workspace ? [workspace] : []), ...folders, ...(trust ? ['--disable-workspace-trust'] : [])],
        });
        return { exitCode, error: undefined };
      } catch (error) {
        return { exitCode: 1, error: String(error) };
      }
    },
    close: () => rm(home, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 }),
  };
}
