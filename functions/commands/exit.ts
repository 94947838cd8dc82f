/** As `kubectl diff`: in sync or done; drift; wrong use or failure; something unknown, and no drift proven. */
export type ExitStatus = 0 | 1 | 2 | 3;

export interface Exit {
  status: ExitStatus;
}

export type SetExit = (status: ExitStatus) => void;

export function noteExit(exit: Exit): SetExit {
  return (status) => {
    exit.status = status;
  };
}
