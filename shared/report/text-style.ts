import { styleText } from 'node:util';

/** How text is laid out: colour only adds to what the words and signs say already. */
export interface TextStyle {
  colour: boolean;
  columns: number;
}

export const plainStyle: TextStyle = { colour: false, columns: 80 };

export type Format = Parameters<typeof styleText>[0];

export function paint({ colour }: TextStyle, format: Format, text: string): string {
  return colour ? styleText(format, text, { validateStream: false }) : text;
}
