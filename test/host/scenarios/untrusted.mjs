// A window that is not trusted, on a repository whose every config, hook and program is a trap that leaves a mark.
import assert from 'node:assert/strict';
import path from 'node:path';
import { HostileRepository, springs } from '../../conformance/hostile/repository.ts';

/** Springing them all takes a minute and is done by the conformance suite; these show that the traps are set. */
const proven = ['fsmonitor', 'hook', 'clean', 'textconv', 'sshCommand', 'lazyFetch', 'gpg', 'path-python3', 'venv-python'];

export async function play({ scratch, profile, test, skip, isElectron, tools }) {
  await test('outside the editor, plain git and a shell spring the traps', async () => {
    const bait = new HostileRepository(path.join(scratch, 'bait'));
    bait.env.MISSING = bait.missingObject;
    for (const [trap, line] of springs.filter(([name]) => proven.includes(name))) {
      assert.ok(bait.sprungBy(line).includes(trap), `${trap} is not sprung by: ${line}`);
    }
  });

  const clone = new HostileRepository(path.join(scratch, 'subject'));
  // The interpreter of the real tools behind the traps, for what may run once the folder is trusted.
  const env = {
    PATH: `${path.join(clone.root, 'bin')}${path.delimiter}${path.dirname(tools.node)}${path.delimiter}${process.env.PATH}`,
    MLOPS_MARKS: clone.marks,
    MLOPS_TRUST: isElectron ? '' : '1',
  };
  // The editor's own git extension is no part of what is judged: it asks plain git, and the traps would catch it.
  const one = await profile({ trust: false, env, settings: { 'git.enabled': false, 'mlops.python.path': path.join(clone.root, '.venv', 'bin', 'python') } });
  clone.sweep();
  await one.host({ workspace: clone.root, suite: 'untrusted', meanwhile: isElectron ? undefined : grantWhenAsked });
  if (isElectron) skip('full function after trust is granted', 'a desktop window is not driven from outside');
}

/** Trusts the folder once the suite has opened the trust editor. */
async function grantWhenAsked({ page }) {
  await page.locator('.workspace-trust-editor .monaco-button, .workspace-trust-editor .trust-settings-button, .workspace-trust-editor button').filter({ hasText: /^Trust/ }).first().click({ timeout: 200_000 });
  await new Promise(() => undefined);
}
