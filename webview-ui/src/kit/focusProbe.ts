/**
 * While it loads, the toolkit asks whether `:focus-visible` is known by putting a rule into an inline style element,
 * which the panel's policy rightly blocks and reports. Every host this runs in knows it, so the probe gets a stand-in
 * that takes any rule; `register.ts` gives the real function back as soon as the toolkit is loaded.
 */
const create = document.createElement.bind(document);

document.createElement = ((name: string, options?: ElementCreationOptions) =>
  name === 'style' ? Object.assign(create('meta'), { sheet: { insertRule: () => 0 } }) : create(name, options));

export function endProbe(): void {
  Reflect.deleteProperty(document, 'createElement');
}
