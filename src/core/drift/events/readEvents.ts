import { toFault } from '../../base/fault.ts';
import { checkEvent } from '../checkReport.ts';
import { maxEventLine, type DriftEvent } from './driftEvent.ts';

/**
 * Bytes of lines as events, wherever the bytes are cut. A line that is none, or too long, goes to `onProblem` in words and the
 * next one is read: the report does not depend on any of them. Kinds of events that are not known yet are passed over.
 */
export function eventReader(onEvent: (event: DriftEvent) => void, onProblem: (message: string) => void): (bytes: Uint8Array) => void {
  const decoder = new TextDecoder();
  let parts: string[] = [];
  let length = 0;
  const take = (part: string) => {
    length += part.length;
    // What is too long is let go at once, not held until its end comes.
    if (length <= maxEventLine) parts.push(part);
    else parts = [];
  };
  const end = () => {
    const [line, isWhole] = [parts.join(''), length <= maxEventLine];
    [parts, length] = [[], 0];
    if (!isWhole) onProblem(`A line was longer than ${maxEventLine} characters.`);
    else if (line.trim() !== '') read(line, onEvent, onProblem);
  };
  return (bytes) => {
    const lines = decoder.decode(bytes, { stream: true }).split('\n');
    lines.forEach((part, at) => {
      if (at > 0) end();
      take(part);
    });
  };
}

function read(line: string, onEvent: (event: DriftEvent) => void, onProblem: (message: string) => void): void {
  let event: DriftEvent | undefined;
  try {
    event = checkEvent(JSON.parse(line) as unknown);
  } catch (error) {
    onProblem(error instanceof SyntaxError ? `A line is no JSON: ${error.message}` : toFault(error).message);
    return;
  }
  if (event !== undefined) onEvent(event);
}
