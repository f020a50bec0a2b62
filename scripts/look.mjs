// A look at the work: opens a workspace with the extension as built in dist/ and saves screenshots of it.
//   node scripts/look.mjs <workspace> <outDir> [--themes dark,light,hc,hc-light] [--open dvc.yaml] [--command "MLOps: …"]
//        [--untrusted] [--expand N] [--wait MS] [--size 1280x800]
import { parseArgs } from 'node:util';
import path from 'node:path';
import { startVsCode } from './lib/codeServer.mjs';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    themes: { type: 'string', default: 'dark' },
    open: { type: 'string', multiple: true },
    command: { type: 'string', multiple: true },
    untrusted: { type: 'boolean' },
    expand: { type: 'string', default: '6' },
    wait: { type: 'string', default: '2500' },
    size: { type: 'string', default: '1280x800' },
  },
});
const [workspace, outDir] = positionals;
if (!workspace || !outDir) {
  console.error('Say which workspace to open and where the pictures go: node scripts/look.mjs <workspace> <outDir>');
  process.exit(2);
}
const [width, height] = values.size.split('x').map(Number);
const waitMs = Number(values.wait);

for (const theme of values.themes.split(',')) {
  const window = await startVsCode({
    workspace: path.resolve(workspace),
    theme,
    trust: !values.untrusted,
    viewport: { width, height },
  });
  try {
    await window.showContainer('MLOps');
    await window.page.waitForTimeout(waitMs);
    await expandRows(window, Number(values.expand));
    console.log((await window.treeRows()).map((row) => `  ${row}`).join('\n'));
    console.log(await window.screenshot(path.join(outDir, `trees-${theme}.png`)));
    for (const file of values.open ?? []) {
      await window.openFile(file);
      await window.page.waitForTimeout(waitMs);
      console.log(await window.screenshot(path.join(outDir, `${path.basename(file)}-${theme}.png`)));
    }
    for (const [index, command] of (values.command ?? []).entries()) {
      await window.runCommand(command);
      await window.page.waitForTimeout(waitMs);
      console.log(await window.screenshot(path.join(outDir, `command-${index + 1}-${theme}.png`)));
    }
  } finally {
    if (window.consoleLines.length > 0) console.log(window.consoleLines.join('\n'));
    await window.close();
  }
}

/** Opens the first collapsed rows, so that the picture shows content and not only headings. */
async function expandRows(window, count) {
  for (let done = 0; done < count; done += 1) {
    const row = window.page.locator('.sidebar .monaco-list-row[aria-expanded="false"]').first();
    if ((await row.count()) === 0) return;
    await row.locator('.monaco-tl-twistie').click();
    await window.page.waitForTimeout(400);
  }
}
