import { createSign, generateKeyPairSync, type KeyObject } from 'node:crypto';

/** A key that signs tokens, and how the world can check them. */
export interface SigningKey {
  id: string;
  sign(text: string): string;
  publicKey: KeyObject;
}

const made = new Map<string, SigningKey>();

/** One pair a name and process, made when it is first asked for: a private key is nothing to keep in a repository. */
export function signingKey(name: string): SigningKey {
  const known = made.get(name);
  if (known) return known;
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const sign = (text: string) => createSign('RSA-SHA256').update(text).sign(privateKey, 'base64url');
  const key = { id: Buffer.from(name).toString('hex').padEnd(40, '0').slice(0, 40), sign, publicKey };
  made.set(name, key);
  return key;
}
