import { cpuUsage } from 'node:process';

/** What the processor does for this process while a picture is read. Looking at it takes time, too, while none is. */
export class ProcessorTime {
  private before: NodeJS.CpuUsage | undefined;

  constructor(private readonly mostMicroseconds: number) {}

  begin(): void {
    this.before = cpuUsage();
  }

  end(): void {
    this.before = undefined;
  }

  /** Whether the picture takes more than any needs. */
  isOver(): boolean {
    if (!this.before) return false;
    const { user, system } = cpuUsage(this.before);
    return user + system > this.mostMicroseconds;
  }
}
