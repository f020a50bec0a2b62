/** What is used of the parser, which brings no types of its own. */
declare module 'markdown-it' {
  interface Token {
    readonly type: string;
    readonly tag: string;
    readonly nesting: number;
    readonly content: string;
    readonly attrs: Array<[string, string]> | null;
    readonly children: Token[] | null;
  }
  export default class MarkdownIt {
    constructor(preset: 'default', options: { readonly html: boolean; readonly linkify: boolean; readonly typographer: boolean; readonly maxNesting: number });
    validateLink: (address: string) => boolean;
    parse(text: string, env: object): Token[];
  }
}
