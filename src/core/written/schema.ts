/** The part of JSON Schema (draft 7) that describes files which people write. */
export interface WrittenSchema {
  readonly title?: string;
  readonly description?: string;
  readonly type?: string | readonly string[];
  readonly const?: string | number | boolean;
  readonly enum?: readonly string[];
  readonly default?: string | number | boolean | readonly string[];
  /** Words that people often write there. */
  readonly examples?: readonly string[];
  readonly pattern?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minItems?: number;
  readonly minProperties?: number;
  readonly maxProperties?: number;
  readonly items?: WrittenSchema;
  readonly properties?: Readonly<Record<string, WrittenSchema>>;
  readonly additionalProperties?: boolean | WrittenSchema;
  readonly required?: readonly string[];
  readonly anyOf?: readonly WrittenSchema[];
  readonly oneOf?: readonly WrittenSchema[];
  readonly dependencies?: Readonly<Record<string, readonly string[]>>;
}

export const text = (description: string): WrittenSchema => ({ type: 'string', minLength: 1, description });
/** A number, between the two where they are given. */
export const number = (description: string, least?: number, most?: number): WrittenSchema => ({ type: 'number', ...(least === undefined ? {} : { minimum: least }), ...(most === undefined ? {} : { maximum: most }), description });
export const whole = (description: string, least = 1, most?: number): WrittenSchema => ({ ...number(description, least, most), type: 'integer' });
export const words = (description: string, ...of: readonly string[]): WrittenSchema => ({ enum: of, description });
/** One text or a list of them. */
export const texts = (description: string, item: WrittenSchema = { type: 'string' }): WrittenSchema => ({ anyOf: [item, { type: 'array', items: item, minItems: 1 }], description });
export const duration = (description: string): WrittenSchema => ({ type: 'string', pattern: '^\\d{1,6}\\s*[smhdw]$', description });
/** A map with these keys and no others. */
export const closed = (description: string, properties: Readonly<Record<string, WrittenSchema>>, required: readonly string[] = [], more: WrittenSchema = {}): WrittenSchema => ({ type: 'object', additionalProperties: false, properties, ...(required.length === 0 ? {} : { required }), ...more, description });
/** A map under names that people choose. */
export const named = (description: string, value: WrittenSchema): WrittenSchema => ({ type: 'object', additionalProperties: value, description });
