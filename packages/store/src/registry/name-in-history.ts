/**
 * How the history of models calls a person. By the address a deletion finds the texts that it takes the name out of.
 */
export const nameInHistory = ({
  name,
  email,
}: {
  readonly name: string;
  readonly email: string;
}): string => (name === '' ? email : `${name} (${email})`);
