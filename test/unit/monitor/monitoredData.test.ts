import { expect, it } from 'vitest';
import { monitoredFiles, writesOne } from '../../../src/core/monitor/monitoredData.ts';

it.each([
  ['data/train.csv', 'data/live.csv', ['data/train.csv', 'data/live.csv']],
  ['acme:data/train.csv@v1', 'sqlite:live.db#rows', ['data/train.csv', 'live.db']],
  ['acme:data/a@b/train.csv', '', ['data/a@b/train.csv']],
])('%s and %s name %j', (reference, current, files) => {
  expect(monitoredFiles({ reference, current }, ['acme'])).toEqual(files);
});

it.each([
  ['data/prepared', 'data/prepared/train.csv', true],
  ['data/prepared', './data//prepared', true],
  ['data/prepared', 'data/prepared-2/train.csv', false],
  ['data/prepared', '/work/data/prepared/x.csv', true],
  ['data/prepared', '../work/data/prepared', true],
  ['data/prepared/train.csv', 'data/prepared', false],
])('%s writes %s: %s', (output, file, writes) => {
  expect(writesOne(output, [file], '/work')).toBe(writes);
});
