import { describe, expect, it } from 'vitest';
import { BatchParser } from '../../../src/io/git/batchParser.ts';

const sha = (digit: string) => digit.repeat(40);
const text = `${sha('1')} blob 5\na\nb\nc\n${sha('2')} missing\n${sha('3')} tree 0\n\n${sha('4')} blob 9\ntoo large\n${sha('5')} commit 2\nok\n`;
const expected = ['1 blob 5 a\nb\nc', null, '3 tree 0 ', '4 blob 9 unread', '5 commit 2 ok'];

function cut(pieces: readonly string[]): Array<string | null> {
  const found: Array<string | null> = [];
  const parser = new BatchParser(() => 8, (answer) => void found.push(answer && `${answer.sha[0]} ${answer.type} ${answer.sizeBytes} ${answer.bytes === undefined ? 'unread' : Buffer.from(answer.bytes).toString()}`));
  for (const piece of pieces) parser.push(Buffer.from(piece));
  return found;
}

describe('what git cat-file --batch writes', () => {
  it('is cut into the same answers wherever its pieces end', () => {
    expect(cut([text])).toEqual(expected);
    expect(cut([...text])).toEqual(expected);
    for (let first = 1; first < text.length; first += 1) {
      for (let second = first + 1; second < text.length; second += 7) expect(cut([text.slice(0, first), text.slice(first, second), text.slice(second)])).toEqual(expected);
    }
  });

  it('is answered with an object’s last byte, though the line’s end behind it is kept back', () => {
    expect(cut([text.slice(0, -1)])).toEqual(expected);
    expect(cut([text.slice(0, -2)])).toEqual(expected.slice(0, -1));
  });
});
