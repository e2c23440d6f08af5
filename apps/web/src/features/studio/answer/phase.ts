export type Phase = 'blank' | 'reading' | 'answered' | 'refused' | 'away';
