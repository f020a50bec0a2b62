import { nodeClock } from '../../../src/io/clock.ts';
import { nodeFiles } from '../../../src/io/files.ts';
import type { Machine } from '../../../src/core/port/machine.ts';
import { editYaml } from '../../../src/services/yamlFile.ts';

// The other process of the notes test: writes beside the first one, through the same lock.
const [folder = '', count = '0'] = process.argv.slice(2);
const machine = { files: nodeFiles(), clock: nodeClock() } as unknown as Machine;
async function write(): Promise<void> {
  for (let index = 0; index < Number(count); index += 1) {
    await editYaml(machine, `${folder}/.mlops/notes.yaml`, (document) => {
      document.setIn(['runs', `x:there${index}`], { starred: true });
      return undefined;
    });
  }
}

void write();
