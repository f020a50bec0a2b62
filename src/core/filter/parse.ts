import { isFaultError } from '../base/fault.ts';
import type { FieldNames } from './field.ts';
import { lex, mistake, type Token } from './lex.ts';
import { compileRegex } from './regex.ts';
import type { Expression, Operand, Operator } from './syntax.ts';

const operators: readonly Operator[] = ['=', '!=', '<', '<=', '>', '>='];
const maxDepth = 200;

/**
 * expression := and ("or" and)* ; and := not ("and" not)* ; not := "not" not | primary
 * primary := "(" expression ")" | operand [operator operand | ["not"] "in" "(" literals ")" | ("~"|"!~") string]
 */
export function parse<T>(text: string, names: FieldNames<T>): Expression<T> {
  return new Parser(lex(text), names).whole();
}

class Parser<T> {
  readonly #tokens: readonly Token[];
  readonly #names: FieldNames<T>;
  #at = 0;
  #depth = 0;

  constructor(tokens: readonly Token[], names: FieldNames<T>) {
    this.#tokens = tokens;
    this.#names = names;
  }

  whole(): Expression<T> {
    if (this.#peek().kind === 'end') throw mistake('The filter is empty.', 0);
    const expression = this.#or();
    const rest = this.#peek();
    if (rest.kind !== 'end') throw mistake(`“${rest.text}” was not expected here.`, rest.start, 'Conditions are joined with and / or.');
    return expression;
  }

  #or(): Expression<T> {
    return this.#joined('or', () => this.#joined('and', () => this.#not()));
  }

  #joined(kind: 'and' | 'or', operand: () => Expression<T>): Expression<T> {
    const operands = [operand()];
    while (this.#takeWord(kind)) operands.push(operand());
    return operands.length === 1 && operands[0] ? operands[0] : { kind, operands };
  }

  #not(): Expression<T> {
    const { start } = this.#peek();
    if ((this.#depth += 1) > maxDepth) throw mistake('The filter is nested too deeply.', start);
    const expression: Expression<T> = this.#takeWord('not') ? { kind: 'not', operand: this.#not() } : this.#primary();
    this.#depth -= 1;
    return expression;
  }

  #primary(): Expression<T> {
    if (this.#takeSymbol('(')) {
      const inner = this.#or();
      this.#expect(')');
      return inner;
    }
    const left = this.#operand();
    const token = this.#peek();
    if (token.kind === 'symbol' && (operators as readonly string[]).includes(token.text)) {
      this.#at += 1;
      return { kind: 'compare', operator: token.text as Operator, left, right: this.#operand('value') };
    }
    if (this.#takeSymbol('~')) return this.#match(left);
    if (this.#takeSymbol('!~')) return { kind: 'not', operand: this.#match(left) };
    if (this.#takeWord('in')) return this.#list(left);
    if (isWord(token, 'not') && isWord(this.#tokens[this.#at + 1], 'in')) {
      this.#at += 2;
      return { kind: 'not', operand: this.#list(left) };
    }
    if (left.kind === 'literal') throw mistake('A comparison is missing after the value.', token.start);
    return { kind: 'present', operand: left };
  }

  #match(left: Operand<T>): Expression<T> {
    const token = this.#take();
    if (token.kind !== 'string') throw mistake('A pattern in quotes is needed after ~.', token.start);
    try {
      return { kind: 'match', left, test: compileRegex(token.text) };
    } catch (error) {
      if (isFaultError(error)) throw mistake(error.fault.message, token.start, error.fault.hint);
      throw error;
    }
  }

  #list(left: Operand<T>): Expression<T> {
    this.#expect('(');
    const values: Array<Operand<T>> = [];
    do {
      const { start } = this.#peek();
      const value = this.#operand('value');
      if (value.kind !== 'literal') throw mistake('A list holds texts and numbers only.', start, 'Text goes in quotes.');
      values.push(value);
    } while (this.#takeSymbol(','));
    this.#expect(')');
    return { kind: 'in', left, values };
  }

  #operand(place: 'field' | 'value' = 'field'): Operand<T> {
    const token = this.#take();
    if (token.kind === 'string') return { kind: 'literal', value: token.text };
    if (token.kind === 'number') return { kind: 'literal', value: Number(token.text) };
    if (token.kind === 'end') throw mistake('The filter ends too early.', token.start);
    if (isWord(token, 'true') || isWord(token, 'false')) return { kind: 'literal', value: token.text.toLowerCase() === 'true' };
    if (token.kind === 'symbol' || isKeyword(token)) throw mistake(`A field or a value is needed before “${token.text}”.`, token.start);
    try {
      return { kind: 'field', path: token.text, read: this.#names.of(token.text), isText: this.#names.isText(token.text) };
    } catch (error) {
      if (isFaultError(error)) {
        // A bare word after an operator is far more often a text than another field's name.
        const quote = place === 'value' && token.kind === 'word' ? `Text stands in quotes: "${token.text}". ` : '';
        throw mistake(error.fault.message, token.start, `${quote}${error.fault.hint ?? ''}`);
      }
      throw error;
    }
  }

  #peek(): Token {
    const last = this.#tokens.length - 1;
    return this.#tokens[Math.min(this.#at, last)] ?? { kind: 'end', text: '', start: 0, end: 0 };
  }

  #take(): Token {
    const token = this.#peek();
    this.#at += 1;
    return token;
  }

  #takeWord(word: string): boolean {
    if (!isWord(this.#peek(), word)) return false;
    this.#at += 1;
    return true;
  }

  #takeSymbol(text: string): boolean {
    const token = this.#peek();
    if (token.kind !== 'symbol' || token.text !== text) return false;
    this.#at += 1;
    return true;
  }

  #expect(text: string): void {
    const token = this.#peek();
    if (!this.#takeSymbol(text)) throw mistake(`“${text}” is missing.`, token.start);
  }
}

function isWord(token: Token | undefined, word: string): boolean {
  return token?.kind === 'word' && token.text.toLowerCase() === word;
}

function isKeyword(token: Token): boolean {
  return ['and', 'or', 'not', 'in'].some((word) => isWord(token, word));
}
