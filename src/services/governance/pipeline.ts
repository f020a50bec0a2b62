/** Whether a variable says yes. */
export const isSet = (value: string | undefined): boolean => value !== undefined && value !== '' && value !== '0' && value.toLowerCase() !== 'false';

/** Is this a pipeline, where nobody is to be asked, and where a first look at a ledger is nobody's memory? */
export function isPipeline(env: Readonly<Record<string, string | undefined>>): boolean {
  return isSet(env['CI']);
}
