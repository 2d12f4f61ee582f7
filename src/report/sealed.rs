//! One document in a .zip that only its passphrase opens (AES-256): for whatever leaves the desk on a medium.

use std::io::{Seek, Write};

use zip::write::SimpleFileOptions;
use zip::{AesMode, CompressionMethod, ZipWriter};

use crate::report::odf::ReportError;

/// The package while its one document is written into it.
pub struct Sealed<W: Write + Seek>(ZipWriter<W>);

impl<W: Write + Seek> Sealed<W> {
    /// `name` stands open in the package: no personal data in it.
    pub fn begin(out: W, name: &str, passphrase: &str) -> Result<Sealed<W>, ReportError> {
        let mut zip = ZipWriter::new(out);
        let options = SimpleFileOptions::default()
            .compression_method(CompressionMethod::Deflated)
            .unix_permissions(0o600)
            .with_aes_encryption(AesMode::Aes256, passphrase);
        zip.start_file(name, options)?;
        Ok(Sealed(zip))
    }

    pub fn finish(self) -> Result<W, ReportError> {
        Ok(self.0.finish()?)
    }
}

impl<W: Write + Seek> Write for Sealed<W> {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.write(bytes)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        self.0.flush()
    }
}

#[cfg(test)]
mod tests {
    use std::io::{Cursor, Read};

    use zip::ZipArchive;

    use super::*;

    #[test]
    fn only_the_passphrase_opens_it_and_nothing_stands_plain() {
        let mut sealed =
            Sealed::begin(Cursor::new(Vec::new()), "a.csv", "Horse-Battery-1").unwrap();
        sealed.write_all(b"A123456789 A123456789").unwrap();
        let bytes = sealed.finish().unwrap().into_inner();
        assert!(!bytes.windows(10).any(|part| part == b"A123456789"));
        let mut archive = ZipArchive::new(Cursor::new(bytes)).unwrap();
        assert_eq!(archive.len(), 1);
        assert!(archive.by_index(0).is_err());
        assert!(archive.by_index_decrypt(0, b"horse-battery-1").is_err());
        let mut text = String::new();
        archive
            .by_name_decrypt("a.csv", b"Horse-Battery-1")
            .unwrap()
            .read_to_string(&mut text)
            .unwrap();
        assert_eq!(text, "A123456789 A123456789");
    }
}
