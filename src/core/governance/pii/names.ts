/**
 * Names of columns that possibly hold personal data, by the words of a name: `customerEmail`, `customer_email` and `E-mail` all say
 * email, `assn_count` says nothing. A row is words that stand beside each other.
 */
const suspicious = [
  'email', 'e mail', 'mail address', 'phone', 'telephone', 'mobile number', 'cell number', 'fax', 'ssn', 'social security', 'national id', 'passport', 'driver license',
  'driving licence', 'tax id', 'iban', 'bank account', 'account number', 'credit card', 'card number', 'ccn', 'cvv', 'first name', 'firstname', 'last name', 'lastname',
  'full name', 'fullname', 'surname', 'maiden name', 'birth date', 'birthdate', 'date of birth', 'dob', 'birthday', 'street', 'home address', 'postal address', 'zip code',
  'zipcode', 'postcode', 'ip address', 'mac address', 'latitude', 'longitude', 'patient id', 'medical record', 'mrn', 'username', 'user name', 'password',
].map((row) => ` ${row} `);

/** Whether the name of a column says that it possibly holds personal data. */
export function isSuspiciousName(name: string): boolean {
  const words = name.slice(0, 500).replace(/([a-z0-9])([A-Z])/g, '$1 $2').toLowerCase().replace(/[^a-z0-9]+/g, ' ');
  const row = ` ${words.trim()} `;
  return suspicious.some((one) => row.includes(one));
}
