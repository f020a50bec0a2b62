import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { toFault } from '../../../src/core/base/fault.ts';
import type { Machine } from '../../../src/core/port/machine.ts';
import { nodeFiles } from '../../../src/io/files.ts';
import { parseYamlSyntax } from '../../../src/io/yamlSyntax.ts';
import { Monitors } from '../../../src/services/monitors/monitors.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'mlops-find-'));
  mkdirSync(path.join(folder, '.mlops'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const machine = { files: nodeFiles(), parseYaml: (text: string) => Promise.resolve(parseYamlSyntax(text)) } as unknown as Machine;

function find(name: string, text: string) {
  writeFileSync(path.join(folder, '.mlops', 'monitors.yaml'), text);
  return new Monitors(machine, {} as never, {} as never).find(folder, name).then(() => undefined, toFault);
}

const half = 'monitors:\n  good: { reference: r.csv, current: c.csv }\n  bad: { reference: r.csv, current: c.csv, windw: 7d }\n';

it('tells the mistake of a monitor that is left out for it, with its line, and of a file that cannot be read', async () => {
  const file = `${folder}/.mlops/monitors.yaml`;
  expect(await find('bad', half)).toMatchObject({ code: 'invalid', message: `${file}: line 3: Monitor “bad”: “windw” is not known here.`, hint: 'Did you mean “window”?', at: { path: file, line: 2 } });
  expect(await find('any', 'monitors:\n  any: {')).toMatchObject({ code: 'invalid', message: expect.stringContaining('no valid YAML') as string });
  expect(await find('any', 'monitor:\n  any: {}')).toMatchObject({ code: 'invalid', hint: 'Did you mean “monitors”?' });
});

it('does not blame a name that is not there on the mistakes of others', async () => {
  expect(await find('good', half)).toBeUndefined();
  expect(await find('bda', half)).toMatchObject({ code: 'notFound', hint: 'Did you mean bad?' });
});
