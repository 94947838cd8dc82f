/** Where something was declared; line and column count from 1. */
export interface Source {
  file: string;
  line: number;
  column: number;
}
